import { createInterface } from 'node:readline';
import { OriginChaincode } from '@origin-ledger/chaincode';
import shim, { type ChaincodeResponse, type ChaincodeStub } from 'fabric-shim';
import { serveContract } from '../support/serve-contract.js';

/** One write of a rogue: nothing is asked, nothing is checked. */
export interface RogueWrite {
  readonly key: string;
  /** Undefined for a deletion. */
  readonly value?: string;
  /** MSP ids whose peers are to endorse from now on. */
  readonly endorsers?: readonly string[];
  /** The private collection to write to; the public state when there is none. */
  readonly collection?: string;
}

/**
 * A member's copy of the contracts, altered by that member: does what it is told, and bends what others ask of it. Told
 * `hold FUNCTION` on its stdin it keeps the next call of that function back, with its first argument on its stdout, until
 * it is told `go on`.
 */
class RogueChaincode {
  readonly #genuine = new OriginChaincode();
  #holding: string | undefined;
  #goOn: () => void = () => undefined;

  told(line: string): void {
    const [word, name] = line.split(' ');
    if (word === 'go') this.#goOn();
    if (word !== 'hold') return;
    this.#holding = name;
    say('holding', name ?? '');
  }

  Init(): Promise<ChaincodeResponse> {
    return this.#genuine.Init();
  }

  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const { fcn, params } = stub.getFunctionAndParameters();
    const [first = '', second = ''] = params;
    try {
      if (fcn === 'rogue:ping') return shim.Shim.success(Buffer.from('rogue'));
      if (fcn === 'rogue:read')
        return shim.Shim.success(Buffer.from(await stub.getPrivateData(first, second)));
      if (fcn === this.#holding) await this.#held(first);
      if (fcn !== 'rogue:write') return await this.#genuine.Invoke(bent(stub));
      for (const write of JSON.parse(first) as RogueWrite[]) await perform(stub, write);
      return shim.Shim.success();
    } catch (error) {
      return shim.Shim.error(error instanceof Error ? error.message : String(error));
    }
  }

  async #held(argument: string): Promise<void> {
    this.#holding = undefined;
    const released = new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    say('held', argument);
    await released;
  }
}

function say(word: string, what: string): void {
  process.stdout.write(`${word} ${what}\n`);
}

async function perform(
  stub: ChaincodeStub,
  { key, value, endorsers, collection }: RogueWrite,
): Promise<void> {
  const bytes = Buffer.from(value ?? '');
  if (collection !== undefined) await stub.putPrivateData(collection, key, bytes);
  else if (endorsers === undefined)
    await (value === undefined ? stub.deleteState(key) : stub.putState(key, bytes));
  else {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...endorsers);
    await stub.setStateValidationParameter(key, policy.getPolicy());
  }
}

/** The genuine contracts' stub, which writes every certificate as cancelled. */
const bent = (stub: ChaincodeStub): ChaincodeStub =>
  new Proxy(stub, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (name !== 'putState') return (...args: unknown[]): unknown => Reflect.apply(member, target, args);
      return (key: string, value: Uint8Array): Promise<void> =>
        target.putState(key, Buffer.from(Buffer.from(value).toString().replace('"VALID"', '"CANCELLED"')));
    },
  });

const rogue = new RogueChaincode();
createInterface({ input: process.stdin }).on('line', (line) => {
  rogue.told(line);
});
await serveContract(rogue, 'origin');
