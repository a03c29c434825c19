import type { Contract } from 'fabric-contract-api';
import shim, { type ChaincodeResponse, type ChaincodeStub } from 'fabric-shim';
import { OriginError } from '@origin-ledger/model';
import { CertificateContract } from '../certificate/certificate-contract.js';
import { errorLine } from '../pipeline/error-line.js';
import { RegistryContract } from '../registry/registry-contract.js';
import { RequestContract } from '../request/request-contract.js';

type Transaction = (...parameters: unknown[]) => Promise<string>;

/**
 * Routes `contract:transaction` to our contracts. The library's own router parses the creator's certificate in
 * JavaScript, compiles a schema for each argument of each call, and writes answers and unknown calls with their
 * arguments to its log; this one does neither.
 */
export class OriginChaincode {
  readonly #contracts: ReadonlyMap<string, Contract> = new Map(
    [new RegistryContract(), new CertificateContract(), new RequestContract()].map((contract) => [
      contract.getName(),
      contract,
    ]),
  );

  /** Nothing to prepare: every member registers itself. */
  Init(): Promise<ChaincodeResponse> {
    return Promise.resolve(shim.Shim.success());
  }

  /** Runs one transaction; a refusal is an error response whose message is a coded line. */
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    try {
      const { fcn, params } = stub.getFunctionAndParameters();
      const { contract, name } = this.#find(fcn, params.length);
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

  /** Only what a contract's own class declares, with exactly its parameters. */
  #find(fcn: string, parameters: number): { readonly contract: Contract; readonly name: string } {
    const [contractName = '', name = '', ...rest] = fcn.split(':');
    const contract = this.#contracts.get(contractName);
    const transaction = contract === undefined ? undefined : transactionOf(contract, name);
    if (contract === undefined || transaction === undefined || rest.length > 0)
      throw new OriginError('REQUEST_OPERATION', { boxes: ['function'], stage: 'contract' });
    if (transaction.length !== parameters + 1)
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['arguments'], stage: 'contract' });
    return { contract, name };
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
