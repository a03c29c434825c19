/** What tests of other rooms need of a ledger beyond its interface. */
export * from './member-authority.js';
