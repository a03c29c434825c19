import type { Contract } from 'fabric-contract-api';
import shim, { type ChaincodeResponse, type ChaincodeStub } from 'fabric-shim';
import { OriginError, type ActDefinition, actTransactions } from '@origin-ledger/model';
import { CertificateContract } from '../certificate/certificate-contract.js';
import { ParcelContract } from '../parcel/parcel-contract.js';
import { errorLine } from '../pipeline/error-line.js';
import { actAnswer, perform } from '../pipeline/perform.js';
import { RegistryContract } from '../registry/registry-contract.js';
import { RequestContract } from '../request/request-contract.js';

type Found = { readonly contract: Contract; readonly name: string } | { readonly definition: ActDefinition };
/** Of one argument: the largest request, written in base64url, and room. No other argument comes near it. */
const MOST_CHARACTERS = 1024 * 1024;

type Transaction = (...parameters: unknown[]) => Promise<string>;

/**
 * Routes `contract:transaction` to our contracts, and every act that has no function of its own there to the one
 * that performs any act. The library's own router parses the creator's certificate in
 * JavaScript, compiles a schema for each argument of each call, and writes answers and unknown calls with their
 * arguments to its log; this one does neither.
 */
export class OriginChaincode {
  readonly #contracts: ReadonlyMap<string, Contract> = new Map(
    [new RegistryContract(), new CertificateContract(), new ParcelContract(), new RequestContract()].map(
      (contract) => [contract.getName(), contract],
    ),
  );

  /** Nothing to prepare: every member registers itself. */
  Init(): Promise<ChaincodeResponse> {
    return Promise.resolve(shim.Shim.success());
  }

  /** Runs one transaction; a refusal is an error response whose message is a coded line. */
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    try {
      const { fcn, params } = stub.getFunctionAndParameters();
      if (params.some((parameter) => parameter.length > MOST_CHARACTERS))
        throw new OriginError('REQUEST_TOO_LARGE', { boxes: ['arguments'], stage: 'contract' });
      const found = this.#find(fcn, params.length);
      if ('definition' in found) {
        const [jws = ''] = params;
        const act = await perform({ stub, jws, definition: found.definition });
        return shim.Shim.success(Buffer.from(actAnswer(act)));
      }
      const { contract, name } = found;
      const context = contract.createContext();
      context.stub = stub;
      const call = contract.aroundTransaction.bind(contract) as unknown as (
        ...call: unknown[]
      ) => Promise<string>;
      return shim.Shim.success(Buffer.from(await call(context, name, params)));
    } catch (error) {
      return shim.Shim.error(lineOf(error));
    }
  }

  /** Every function a client can call, as `contract:function`, and how many arguments it takes. */
  functions(): ReadonlyMap<string, number> {
    const declared = [...this.#contracts].flatMap(([contractName, contract]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(contract)).flatMap((name) => {
        const transaction = transactionOf(contract, name);
        return transaction === undefined
          ? []
          : // The context comes first.
            [[`${contractName}:${name}`, transaction.length - 1] as const];
      }),
    );
    return new Map([...[...actTransactions.keys()].map((name) => [name, 1] as const), ...declared]);
  }

  /** An act, or what a contract's own class declares; with exactly its parameters. */
  #find(fcn: string, parameters: number): Found {
    const [contractName = '', name = '', ...rest] = fcn.split(':');
    const contract = rest.length > 0 ? undefined : this.#contracts.get(contractName);
    const transaction = contract === undefined ? undefined : transactionOf(contract, name);
    const requireCount = (count: number): void => {
      if (count !== parameters)
        throw new OriginError('REQUEST_CLAIMS', { boxes: ['arguments'], stage: 'contract' });
    };
    if (contract !== undefined && transaction !== undefined) {
      // The context comes first.
      requireCount(transaction.length - 1);
      return { contract, name };
    }
    const definition = actTransactions.get(fcn);
    if (definition === undefined)
      throw new OriginError('REQUEST_OPERATION', { boxes: ['function'], stage: 'contract' });
    requireCount(1);
    return { definition };
  }
}

function transactionOf(contract: Contract, name: string): Transaction | undefined {
  const declared = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(contract), name);
  return name === 'constructor' ? undefined : (declared?.value as Transaction | undefined);
}

const lineOf = (error: unknown): string =>
  error instanceof Error && OriginError.fromText(error.message)?.toLine() === error.message
    ? error.message
    : errorLine(error);
