import shim from 'fabric-shim';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { serveContract } from '../support/serve-contract.js';
import { takeSteps, type Step } from './steps.js';

/**
 * The conformance contract, straight on `fabric-shim`: its function `run` takes a list of steps (`steps.ts`), the
 * others answer as contracts should not.
 */
const contract = {
  Init: (): Promise<ChaincodeResponse> => Promise.resolve(shim.Shim.success()),
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const { fcn, params } = stub.getFunctionAndParameters();
    const [first = '', second = '', third = '[]'] = params;
    try {
      switch (fcn) {
        case 'run': {
          const answers = await takeSteps(stub, JSON.parse(first) as Step[]);
          return shim.Shim.success(Buffer.from(JSON.stringify(answers)));
        }
        case 'status':
          await takeSteps(stub, JSON.parse(third) as Step[]);
          return { status: Number(first), message: second, payload: Buffer.from('payload') };
        case 'large':
          return shim.Shim.success(Buffer.alloc(Number(first), 'x'));
        case 'hang':
          return await new Promise<never>(() => undefined);
        case 'crash':
          process.exit(1);
          break;
        case 'number-for-message':
          // Not a string, against the interface's own types.
          return { status: 500, message: 7 as unknown as string, payload: Buffer.alloc(0) };
        default:
          return shim.Shim.error(`no function ${fcn}`);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: 500, message, payload: Buffer.alloc(0) };
    }
  },
};

await serveContract(contract, 'origin:1', {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
});
