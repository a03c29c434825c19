import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { newMember } from '../fabric/members/new-member.js';
import { configOf, configurationChange, configurationEnvelope } from '../genesis/config-update.js';
import { readMemberMaterial } from '../genesis/member-material.js';
import { organisationJoins } from '../genesis/organisation-changes.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import { AssetLedger } from '../testing/asset-ledger.js';
import { repeated } from '../testing/repeated.js';
import type { Member } from '../topology/topology.js';
import type { EmbeddedLedger } from './running-ledger.js';
import type { PeerSigner } from './seam.js';

const CONTRACT = 'origin';

describe('a member that joins the embedded ledger while it runs', function () {
  this.timeout(60_000);
  let host: AssetLedger;
  let timor: Member;

  before(async () => {
    host = await AssetLedger.start();
    timor = await newMember(host.topology, 'TL');
  });
  after(() => host[Symbol.asyncDispose]());

  it('stops nobody: what is submitted meanwhile commits, or conflicts with the new definition and is repeated', async () => {
    const vietnam = await host.contract('VN');
    await vietnam.submitTransaction('CreateAsset', 'before', 'Nguyen');
    let joined = false;
    let submitted = 0;
    const load = async (worker: number): Promise<void> => {
      for (let i = 0; !joined; i++) {
        await repeated(() => vietnam.submitTransaction('CreateAsset', `during-${worker}-${i}`, 'x'));
        submitted += 1;
      }
    };
    const loads = [0, 1, 2].map(load);
    await host.ledger.addMember(timor);
    joined = true;
    await Promise.all(loads);
    expect(submitted).to.be.at.least(3);
    expect(host.ledger.members.map(({ code }) => code)).to.deep.equal(['VN', 'SG', 'TH', 'ASEAN', 'TL']);
    expect(host.ledger.channel.contract(CONTRACT)?.sequence).to.equal(2);
    expect(host.ledger.channel.contract(CONTRACT)?.collections.map(({ name }) => name)).to.include(
      'documents-TL',
    );
  });

  it('reads history at its own peer, submits, endorses, and keeps its own documents', async () => {
    const timorese = await host.contract('TL');
    const answer = await timorese.evaluateTransaction('ReadAsset', 'before');
    expect(JSON.parse(Buffer.from(answer).toString())).to.deep.equal({ ID: 'before', Owner: 'Nguyen' });
    await timorese.submit('CreateAsset', {
      arguments: ['timorese', 'Xanana'],
      endorsingOrganizations: ['TLMSP', 'SGMSP'],
    });
    await timorese.submit('PutNote', {
      arguments: ['documents-TL', 'note'],
      transientData: { note: 'beans' },
      endorsingOrganizations: ['TLMSP'],
    });
    const note = await timorese.evaluateTransaction('ReadNote', 'documents-TL', 'note');
    expect(Buffer.from(note).toString()).to.equal('beans');
    const vietnam = await host.contract('VN');
    const refused = await vietnam
      .evaluateTransaction('ReadNote', 'documents-TL', 'note')
      .catch((error: unknown) => error);
    expect(String(refused)).to.include('tx creator does not have read access permission');
  });

  it('stands in a configuration block that a majority of administrators has signed', () => {
    host.audit();
  });

  it('is refused when too few administrators have signed for it', async () => {
    const { channel, layout } = host.ledger;
    const brunei = await newMember(host.ledger.topology, 'BN');
    await ensureOrganisations(layout.organizations, { ...host.topology, members: [brunei] });
    const last = channel.block(lastConfig(host.ledger));
    if (last === undefined) throw new Error('no configuration block');
    const signersOf = (members: readonly Member[]): Promise<PeerSigner[]> =>
      Promise.all(
        members.map((each) => readSigner(each.mspId, organisationLayout(layout.organizations, each).admin)),
      );
    const config = configOf(last);
    const material = await readMemberMaterial(layout.organizations, brunei);
    const update = configurationChange('origin', config, (root) => {
      organisationJoins(root, material);
    });
    const [orderer] = await signersOf(host.topology.members);
    if (orderer === undefined) throw new Error('no signer');
    const height = channel.height;
    // Three of five are a majority, two are none, and the one who joins has no say.
    for (const members of [
      host.topology.members.slice(0, 2),
      [...host.topology.members.slice(0, 2), brunei],
    ]) {
      const administrators = await signersOf(members);
      const envelope = configurationEnvelope('origin', config, update, { administrators, orderer });
      const refused = await channel.configure(envelope).catch((error: unknown) => error);
      expect(String(refused)).to.include('may not follow');
    }
    expect(channel.height).to.equal(height);
  });

  it('is a member still after a restart by the topology of before', async () => {
    await host.restart();
    expect(host.ledger.members).to.have.length(5);
    const timorese = await host.contract('TL');
    const note = await repeated(() => timorese.evaluateTransaction('ReadNote', 'documents-TL', 'note'));
    expect(Buffer.from(note).toString()).to.equal('beans');
    await timorese.submitTransaction('CreateAsset', 'after', 'Xanana');
  });

  it('joins once: asked again, nothing changes', async () => {
    const sequence = host.ledger.channel.contract(CONTRACT)?.sequence;
    const height = host.ledger.channel.height;
    await host.ledger.addMember(timor);
    expect(host.ledger.channel.contract(CONTRACT)?.sequence).to.equal(sequence);
    expect(host.ledger.channel.height).to.equal(height);
  });
});

/** Number of the block with the configuration in force, as the last block names it. */
function lastConfig({ channel }: EmbeddedLedger): bigint {
  const [bytes] =
    channel
      .block(channel.height - 1n)
      ?.getMetadata()
      ?.getMetadataList_asU8() ?? [];
  const metadata = common.Metadata.deserializeBinary(bytes ?? new Uint8Array());
  const value = common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8());
  return BigInt(value.getLastConfig()?.getIndex() ?? 0);
}
