import { expect } from 'chai';
import { peer } from '@hyperledger/fabric-protos';
import { addressesAt, DEFINITION } from '../testing/test-channel.js';
import { SharedChannel } from '../testing/shared-channel.js';
import { TestService } from '../testing/test-service.js';

const Code = peer.TxValidationCode;
/** What is endorsed on both sides of a new definition commits, or fails by what it read or by its endorsers' difference. */
const EXPECTED: readonly number[] = [Code.VALID, Code.MVCC_READ_CONFLICT, Code.ENDORSEMENT_POLICY_FAILURE];

describe('a contract that moves to a new version while submits go on', function () {
  this.timeout(60_000);

  it('refuses no call, ends what runs on the old service, and answers from the new one', async () => {
    const shared = await SharedChannel.start();
    const next = await TestService.start();
    try {
      const state = { upgraded: false };
      const codes: number[] = [];
      const load = async (worker: number): Promise<void> => {
        for (let i = 0; !state.upgraded; i++) {
          codes.push(await shared.submit(['put', `k${worker}-${i}`, 'x']));
        }
      };
      const loads = Promise.all([0, 1, 2].map(load));
      const slow = shared.submit(['slow', 'slow']);
      const definition = await shared.channel.deploy({ ...DEFINITION, version: '2' }, addressesAt(next.port));
      expect(definition.sequence).to.equal(2);
      expect(await shared.evaluate(['address'])).to.equal(`127.0.0.1:${next.port}`);
      expect(EXPECTED).to.include(await slow);
      state.upgraded = true;
      await loads;
      expect(codes).to.include(Code.VALID);
      expect(codes.filter((code) => !EXPECTED.includes(code))).to.be.empty;
      // The old one may end now: nothing needs it.
      await shared.service.stop();
      expect(await shared.submit(['put', 'after', 'x'])).to.equal(Code.VALID);
    } finally {
      await shared.stop();
      await next.stop();
    }
  });
});
