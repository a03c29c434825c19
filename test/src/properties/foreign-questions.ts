import { GatewayError } from '@hyperledger/fabric-gateway';
import { parseRequest, signRequest, transactionOf } from '@origin-ledger/model';
import type { HolderKey } from '@origin-ledger/sdk';
import type { MemberClient } from '../conformance/member-client.js';
import { contractFunctions } from './contract-functions.js';

/** What a client of a third member knows, and would like to know more about. */
export interface Known {
  readonly references: readonly string[];
  /** Names of parcels. */
  readonly parcels: readonly string[];
  /** Signed requests, as they stand in the blocks. */
  readonly requests: readonly string[];
}

/** One call of a contract's function. */
export interface Question {
  readonly name: string;
  readonly args: readonly string[];
}

const AT_ONCE = 16;

/**
 * Calls of every function of the contracts with every argument that may yield something: the contracts say which there
 * are, so that a new one is asked too.
 */
export async function questionsFor(known: Known, key: HolderKey): Promise<readonly Question[]> {
  const own = await Promise.all(known.requests.map((request) => inOwnName(request, key)));
  const requests = [...known.requests, ...own];
  const documents = [...known.references, ...known.parcels];
  const first = [...documents, ...documents.map((name) => JSON.stringify([name])), 'VN', ''];
  const second = ['import', 'reexport', 'SG', ''];
  const candidates = [first, second, ['1', '']];
  const argumentsOf = (count: number): readonly (readonly string[])[] =>
    count === 0
      ? [[]]
      : argumentsOf(count - 1).flatMap((before) =>
          (candidates[count - 1] ?? ['']).map((next) => [...before, next]),
        );
  return contractFunctions().flatMap(([name, count]) => {
    // An act looks at nothing but its own requests, a withdrawal at any.
    const asked = requests.filter(
      (request) => count === 1 && ['request:withdraw', transactionOf(opOf(request))].includes(name),
    );
    return [...asked.map((request) => [request]), ...(asked.length > 0 ? [] : argumentsOf(count))].map(
      (args) => ({ name, args }),
    );
  });
}

const opOf = (request: string): string => parseRequest(request).claims.op;

/** The same request, signed by somebody else in his own name. */
function inOwnName(request: string, key: HolderKey): Promise<string> {
  const { exp, ...claims } = parseRequest(request).claims;
  return signRequest(key, { ...claims, iss: key.holder, lifetime: exp - claims.iat });
}

/** Everything a peer answers to the questions, errors with all their details included. */
export async function answersTo(
  questions: readonly Question[],
  { network, profile }: MemberClient,
  at: string,
): Promise<readonly Uint8Array[]> {
  const contract = network.getContract(profile.chaincode);
  const answers: Uint8Array[] = [];
  const waiting = [...questions];
  const ask = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { name, args } = next;
      const options = { arguments: [...args], endorsingOrganizations: [`${at}MSP`] };
      answers.push(await contract.evaluate(name, options).catch(textOf));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return answers;
}

/** What an error tells its caller. @throws the error itself when it is no answer of a peer */
function textOf(error: unknown): Uint8Array {
  if (!(error instanceof GatewayError)) throw error;
  return Buffer.from(JSON.stringify([error.message, error.details, error.cause.details]));
}

/** What the system contract for queries gives out of a transaction and its block, in every way it can be asked. */
export async function ledgerAnswers(
  { network, profile }: MemberClient,
  at: string,
  transactions: readonly string[],
): Promise<readonly Uint8Array[]> {
  const contract = network.getContract('qscc');
  const ask = (name: string, ...args: readonly string[]): Promise<Uint8Array> =>
    contract
      .evaluate(name, {
        arguments: [profile.channel, ...args],
        endorsingOrganizations: [`${at}MSP`],
      })
      .catch(textOf);
  return Promise.all([
    ask('GetChainInfo'),
    ...transactions.flatMap((id) => [ask('GetTransactionByID', id), ask('GetBlockByTxID', id)]),
    ask('GetBlockByNumber', '1'),
    ask('GetPvtDataByNumber', '1'),
  ]);
}
