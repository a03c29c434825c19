export * from './administration/administrator.js';
export * from './administration/connection-profile.js';
export * from './administration/register-member.js';
export * from './administration/register-key.js';
export * from './administration/revoke-key.js';
export { registryActs, type AuthorityEntry } from './administration/registry-acts.js';
export { newProgram, run } from './program.js';
export type { Io } from './io.js';
export type { Recorded } from './administration/submit-act.js';
