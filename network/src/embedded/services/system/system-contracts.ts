import type { peer } from '@hyperledger/fabric-protos';
import { askConfiguration } from './configuration.js';
import { askLifecycle } from './lifecycle.js';
import { queryLedger } from './query.js';
import type { SystemCall } from './system-call.js';

export type SystemContract = (call: SystemCall) => peer.Response;

/** The contracts that every peer brings along, as far as they answer here: they see the ledger, and write nothing. */
export const systemContracts: ReadonlyMap<string, SystemContract> = new Map([
  ['qscc', queryLedger],
  ['cscc', askConfiguration],
  ['_lifecycle', askLifecycle],
]);
