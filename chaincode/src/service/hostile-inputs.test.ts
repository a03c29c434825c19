import { expect } from 'chai';
import {
  actTransactions,
  receive,
  registerKey,
  registerMember,
  revokeKey,
  issue,
  send,
} from '@origin-ledger/model';
import {
  costOf,
  growthOf,
  hostileArguments,
  hostileRequest,
  MOST_GROWTH,
} from '@origin-ledger/model/testing';
import { newScene, refusal, type Scene } from '../testing/scene.js';
import { OriginChaincode } from './origin-chaincode.js';

/** The first within what every operation takes, four times of it too; the second within what a batch takes. */
const SIZES = [11 * 1024, 96 * 1024];
const LARGEST = 4 * 1024 * 1024;
/** Milliseconds of the processor: other calls of the same contract wait so long. */
const MOST_MILLISECONDS = 50;

/** The operation that a function performs; any where it performs none. */
const OPERATIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...actTransactions].map(([name, { op }]) => [name, op])),
  'certificate:issue': issue.op,
  'certificate:send': send.op,
  'certificate:receive': receive.op,
  'registry:registerMember': registerMember.op,
  'registry:registerKey': registerKey.op,
  'registry:revokeKey': revokeKey.op,
};

describe('whatever a function of the contract is called with, by whom nobody knows', function () {
  this.timeout(120_000);
  let scene: Scene;
  before(async () => {
    scene = await newScene();
  });

  /** Arguments by size: what every function gets, and what one gets that takes a request. */
  const inputs = (name: string): Readonly<Record<string, (bytes: number) => string>> => {
    const op = OPERATIONS[name] ?? 'certificate.issue/1';
    const signed = Object.entries(hostileArguments).map(
      ([what, args]): [string, (bytes: number) => string] => [
        `a request with ${what}`,
        (bytes) => hostileRequest(op, scene.officer.kid, args(bytes)),
      ],
    );
    return {
      ...Object.fromEntries(signed),
      'one letter': (bytes) => 'x'.repeat(bytes),
      'full stops': (bytes) => '.'.repeat(bytes),
      'a list of numbers': (bytes) => `[${'1,'.repeat(bytes / 2)}1]`,
      'a list of texts': (bytes) =>
        `[${Array.from({ length: bytes / 12 }, (_, index) => `"${String(index).padStart(9, '0')}"`).join(',')}]`,
      'lists in lists': (bytes) => '['.repeat(bytes),
      'combining marks': (bytes) => `["${'\u0316'.repeat(bytes / 2)}"]`,
    };
  };

  // A function without arguments has nothing to be called with.
  const fed = [...new OriginChaincode().functions()].filter(([, count]) => count > 0);
  for (const [name, count] of fed) {
    it(`${name} costs as its size does, and keeps others waiting for no time that counts`, async () => {
      for (const [what, inputOf] of Object.entries(inputs(name))) {
        const call = async (text: string): Promise<void> => {
          const outcome = await scene.call(name, Array<string>(count).fill(text), 'VN', { commit: false });
          expect(outcome.status, what).not.to.equal(200);
          expect(refusal(outcome), what).not.to.match(/^(not|INTERNAL)/);
        };
        for (const size of SIZES)
          expect(await growthOf(inputOf, size, call, 2), `${what}: growth from ${size}`).to.be.below(
            MOST_GROWTH,
          );
        const largest = inputOf(LARGEST);
        expect(await costOf(() => call(largest), 2), `${what}: largest`).to.be.below(MOST_MILLISECONDS);
      }
    });
  }

  it('looks into nothing that came with it before the signature holds', async () => {
    const parcel = `{"text":"${'1'.repeat(1024 * 1024)}"}`;
    const transient = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [String(index).padStart(64, '0'), parcel]),
    );
    for (const [name, op] of Object.entries(OPERATIONS)) {
      const jws = hostileRequest(op, scene.officer.kid, '{}');
      const outcome = await scene.call(name, [jws], 'VN', { transient: { ...transient } });
      expect(refusal(outcome), name).to.match(/^(SIGNATURE_INVALID|ADMINISTRATOR_REQUIRED)$/);
    }
  });
});
