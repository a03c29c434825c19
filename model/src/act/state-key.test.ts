import { createRequire } from 'node:module';
import { expect } from 'chai';
import { testReference } from '../testing/documents.js';
import { actKey, certificateKey, keyKey, memberKey, parseStateKey, receptionKey } from './state-key.js';

interface Stub {
  createCompositeKey(type: string, attributes: readonly string[]): string;
}
const { ChaincodeStub } = createRequire(import.meta.url)('fabric-shim') as {
  readonly ChaincodeStub: { readonly prototype: Stub };
};
const composite = (type: string, ...attributes: string[]): string =>
  ChaincodeStub.prototype.createCompositeKey(type, attributes);

describe('state keys', () => {
  const reference = testReference({ number: '26-1/A B.2' });
  const kid = 'k'.repeat(43);

  for (const [what, key, expected] of [
    ['member', memberKey('VN'), composite('member', 'VN')],
    ['key', keyKey(kid), composite('key', kid)],
    ['act', actKey(`${kid}.jti`), composite('act', kid, 'jti')],
    ['certificate', certificateKey(reference), composite('certificate', 'VN', 'HAN', '26-1/A B.2')],
    ['reception', receptionKey(reference), composite('reception', 'VN', 'HAN', '26-1/A B.2')],
  ] as const) {
    it(`of a ${what} is the composite key Fabric’s shim makes`, () => {
      expect(key).to.equal(expected);
      expect(composite(...(parseStateKey(key) as [string, ...string[]]))).to.equal(key);
    });
  }

  it('says of other keys that they are none', () => {
    for (const key of ['', 'member', 'member\u0000VN\u0000']) expect(parseStateKey(key)).to.be.undefined;
  });
});
