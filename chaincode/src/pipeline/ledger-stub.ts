import type { Context } from 'fabric-contract-api';

/** What the contracts use of the shim's stub, and nothing else of it. */
export type LedgerStub = Pick<
  Context['stub'],
  | 'getCreator'
  | 'getDateTimestamp'
  | 'getState'
  | 'putState'
  | 'setStateValidationParameter'
  | 'getTransient'
  | 'getPrivateData'
  | 'getPrivateDataHash'
  | 'putPrivateData'
  | 'setEvent'
>;

/** Milliseconds since 1970: the only time a contract knows. */
export const timestampOf = (stub: LedgerStub): number => stub.getDateTimestamp().getTime();
