export * from './keys.js';
export * from './records.js';
export * from './documents.js';
export * from './requests.js';
export { parcelText, type SimulatedAct, type SimulatedParcel } from '../simulation/ledger.js';
export { commitment as commitmentOfParcel } from '../simulation/scene.js';
export * from '../simulation/story.js';
export type { DrivenLedger, Records } from '../simulation/driver.js';
export * from '../simulation/random-acts.js';
