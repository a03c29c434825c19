import { expect } from 'chai';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { membersPolicy } from '../../../contract/definition-messages.js';
import { hex, sha256 } from '../bytes.js';
import { addressesAt, DEFINITION, MEMBERS } from '../testing/test-channel.js';
import { endorsedEnvelope, newProposal } from '../testing/test-client.js';
import { refusal, SharedChannel } from '../testing/shared-channel.js';

const Code = peer.TxValidationCode;
const VN = 'documents-VNMSP';

function filesContaining(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => readFileSync(join(folder, name)).includes(text));
}

describe('private data', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  beforeEach(async () => {
    shared = await SharedChannel.start();
  });
  afterEach(() => shared.stop());

  it('is kept by its member alone, and by no other member or block', async () => {
    const code = await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'only for Vietnam' });
    expect(code).to.equal(Code.VALID);
    expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('only for Vietnam');
    const files = filesContaining(shared.network.folder, 'only for Vietnam');
    expect(files).not.to.be.empty;
    expect(files.filter((name) => !name.startsWith('members/VNMSP/'))).to.be.empty;
  });

  it('shows its hash to every member', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'hashed' });
    const proposal = ['getPrivateHash', VN, 'k'];
    expect(await shared.evaluate(proposal, 'THMSP', 'THMSP')).to.equal(
      Buffer.from(sha256('hashed')).toString(),
    );
    expect(hex(sha256('hashed'))).to.have.length(64);
  });

  it('is not read by a client of another member', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
    expect(await refusal(shared.evaluate(['getPrivate', VN, 'k'], 'VNMSP', 'THMSP'))).to.contain(
      `tx creator does not have read access permission on privatedata in chaincodeName:test collectionName: ${VN}`,
    );
  });

  it('is not available at the peer of another member', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
    expect(await refusal(shared.evaluate(['getPrivate', VN, 'k'], 'SGMSP', 'VNMSP'))).to.contain(
      'private data matching public hash version is not available. Public hash version = {BlockNum: 2, TxNum: 0}, Private data version = <nil>',
    );
    expect(await shared.evaluate(['getPrivate', VN, 'missing'], 'SGMSP', 'VNMSP')).to.equal('');
  });

  it('refuses a collection that is not defined', async () => {
    expect(await refusal(shared.evaluate(['getPrivate', 'nowhere', 'k']))).to.contain(
      '/test/nowhere could not be found',
    );
  });

  it('needs the endorsement of its own member, and nobody else', async () => {
    expect(await shared.submit(['putPrivate', VN, 'k'], ['SGMSP'], { value: 'x' })).to.equal(
      Code.ENDORSEMENT_POLICY_FAILURE,
    );
    expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('');
  });

  it('reaches its member from another endorser', async () => {
    const members = ['SGMSP', 'VNMSP'] as const;
    const collection = 'documents-SGMSP';
    expect(await shared.submit(['putPrivate', collection, 'k'], members, { value: 'joint' })).to.equal(
      Code.VALID,
    );
    expect(await shared.evaluate(['getPrivate', collection, 'k'], 'SGMSP', 'SGMSP')).to.equal('joint');
  });

  it('finds a conflict of hashed reads', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
    const call = { arguments: ['getPrivate', VN, 'k'], client: shared.network.client() };
    const reader = await endorsedEnvelope(shared.channel, call, ['VNMSP', 'SGMSP'].slice(0, 1));
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'y' });
    await shared.channel.order(reader.envelope);
    const { code } = await shared.channel.commitStatus(reader.transactionId, AbortSignal.timeout(30_000));
    // One endorser does not satisfy the contract's policy, which stands where nothing is written.
    expect(code).to.equal(Code.ENDORSEMENT_POLICY_FAILURE);
    const hashReader = { arguments: ['getPrivateHash', VN, 'k'], client: shared.network.client() };
    const late = await endorsedEnvelope(shared.channel, hashReader, ['VNMSP', 'SGMSP']);
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'z' });
    await shared.channel.order(late.envelope);
    expect(
      (await shared.channel.commitStatus(late.transactionId, AbortSignal.timeout(30_000))).code,
    ).to.equal(Code.MVCC_READ_CONFLICT);
  });

  it('stays readable when only its policy changes', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
    expect(await shared.submit(['setPrivatePolicy', VN, 'k', 'VNMSP', 'SGMSP'], ['VNMSP'])).to.equal(
      Code.VALID,
    );
    expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('x');
    expect(await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'y' })).to.equal(
      Code.ENDORSEMENT_POLICY_FAILURE,
    );
  });

  it('is deleted and listed', async () => {
    await shared.submit(['putPrivate', VN, 'a'], ['VNMSP'], { value: 'x' });
    await shared.submit(['putPrivate', VN, 'b'], ['VNMSP'], { value: 'x' });
    expect(await shared.evaluate(['privateRange', VN])).to.equal('["a","b"]');
    await shared.submit(['delPrivate', VN, 'a'], ['VNMSP']);
    expect(await shared.evaluate(['privateRange', VN])).to.equal('["b"]');
  });

  it('is handed out by block to its member alone', async () => {
    await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
    const number = shared.channel.height - 1n;
    expect([...(await shared.channel.privateData('VNMSP', number)).keys()]).to.deep.equal([0]);
    expect((await shared.channel.privateData('SGMSP', number)).size).to.equal(0);
  });

  it('outlives a restart between endorsement and ordering', async () => {
    const call = {
      arguments: ['putPrivate', VN, 'k'],
      transient: { value: 'kept' },
      client: shared.network.client(),
    };
    const { envelope, transactionId } = await endorsedEnvelope(shared.channel, call, ['VNMSP']);
    await shared.reopen();
    await shared.channel.order(envelope);
    await shared.channel.commitStatus(transactionId, AbortSignal.timeout(30_000));
    expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('kept');
  });

  describe('of a collection under the policy of the contract', () => {
    const SHARED = 'shared';

    beforeEach(async () => {
      const memberMspIds = ['SGMSP', 'THMSP'];
      const terms = {
        name: SHARED,
        memberPolicy: membersPolicy(memberMspIds, 1),
        memberMspIds,
        requiredPeerCount: 0,
        maxPeerCount: 1,
        memberOnlyRead: false,
        memberOnlyWrite: false,
        blockToLive: 0,
      };
      await shared.channel.deploy(
        { ...DEFINITION, version: '2', collections: [...DEFINITION.collections, terms] },
        addressesAt(shared.service.port),
      );
    });

    async function endorsedByTwo(): Promise<{ envelope: Uint8Array; transactionId: string }> {
      const call = {
        arguments: ['putPrivate', SHARED, 'k'],
        transient: { value: 'passed on' },
        client: shared.network.client(),
      };
      return endorsedEnvelope(shared.channel, call, ['VNMSP', 'SGMSP']);
    }

    it('reaches a member that did not endorse, from those who did', async () => {
      const { envelope, transactionId } = await endorsedByTwo();
      await shared.channel.order(envelope);
      await shared.channel.commitStatus(transactionId, AbortSignal.timeout(30_000));
      expect(await shared.evaluate(['getPrivate', SHARED, 'k'], 'THMSP', 'THMSP')).to.equal('passed on');
      expect(filesContaining(join(shared.network.folder, 'members/VNMSP/private'), 'passed on')).to.be.empty;
    });

    it('is committed and missed when every endorser has lost it', async () => {
      const { envelope, transactionId } = await endorsedByTwo();
      await shared.channel.close();
      for (const mspId of MEMBERS) {
        rmSync(join(shared.network.folder, 'members', mspId, 'transient'), { recursive: true });
      }
      shared.channel = await shared.network.open();
      await shared.channel.order(envelope);
      const { code } = await shared.channel.commitStatus(transactionId, AbortSignal.timeout(30_000));
      expect(code).to.equal(Code.VALID);
      const definition = shared.channel.contract('test') ?? DEFINITION;
      await shared.channel.deploy(definition, addressesAt(shared.service.port));
      expect(await refusal(shared.evaluate(['getPrivate', SHARED, 'k'], 'SGMSP', 'SGMSP'))).to.contain(
        'private data matching public hash version is not available',
      );
    });
  });
});

describe('a collection that was only read', function () {
  this.timeout(60_000);

  it('is endorsed by its members alone, who satisfy its policy', async () => {
    const shared = await SharedChannel.start();
    try {
      await shared.submit(['putPrivate', VN, 'k'], ['VNMSP'], { value: 'x' });
      const proposal = newProposal('test-channel', {
        arguments: ['getPrivate', VN, 'k'],
        client: shared.network.client(),
      });
      const simulation = await shared.channel.simulate('VNMSP', proposal, 'endorse');
      expect([...(simulation.privateReads?.get('test') ?? [])]).to.deep.equal([VN]);
      // Two must endorse for the contract, and only one can read: nobody can.
      expect(shared.channel.endorsersFor(proposal, simulation, MEMBERS)).to.be.empty;
      const hash = newProposal('test-channel', {
        arguments: ['getPrivateHash', VN, 'k'],
        client: shared.network.client(),
      });
      const hashed = await shared.channel.simulate('VNMSP', hash, 'endorse');
      expect(shared.channel.endorsersFor(hash, hashed, MEMBERS)).to.have.length(3);
    } finally {
      await shared.stop();
    }
  });
});
