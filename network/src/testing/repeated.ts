import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';

/** What passes by itself after a new definition or a restart. */
const PASSING = ['ProposalResponsePayloads do not match', 'chaincode is not installed'];
const MOST_ATTEMPTS = 200;
const PAUSE = 50;

/** Repeats what conflicts with a new definition, as a client does at any upgrade; other failures are thrown. */
export async function repeated<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const conflict =
        error instanceof CommitError && error.code === peer.TxValidationCode.MVCC_READ_CONFLICT;
      // Two peers that simulate before and after the definition disagree, here as on Fabric.
      const disagree =
        error instanceof GatewayError &&
        error.details.every(({ message }) => PASSING.some((text) => message.includes(text)));
      if (attempt > MOST_ATTEMPTS || !(conflict || disagree)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** What a refusal says, with what peers added to it; empty when it was no refusal. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => '',
    (error: unknown) =>
      [
        error instanceof CommitError ? (CODES.get(error.code) ?? '') : '',
        String(error),
        ...(error instanceof GatewayError ? error.details.map(({ message }) => message) : []),
      ].join(' '),
  );
}

const CODES: ReadonlyMap<number, string> = new Map(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code, name]),
);
