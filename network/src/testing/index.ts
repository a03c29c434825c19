/** What tests of other rooms need of a ledger beyond its interface. */
export * from './member-authority.js';
export { newAuthority, type Authority } from '../identity/authority.js';
export { organisationalUnits } from '../msp/organisational-units.js';
export { connectStockClient, type StockClient } from './stock-client.js';
