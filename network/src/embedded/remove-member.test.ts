import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { newMember } from '../fabric/members/new-member.js';
import { validationParameter } from '../contract/definition-messages.js';
import { AssetLedger, contractOf } from '../testing/asset-ledger.js';
import { connectStockClient, type StockClient } from '../testing/stock-client.js';
import { refusalOf, repeated } from '../testing/repeated.js';
import type { Topology } from '../topology/topology.js';

const CONTRACT = 'origin';

describe('a member that leaves the embedded ledger while it runs', function () {
  this.timeout(120_000);
  let host: AssetLedger;
  let thaiAtVietnam: StockClient;

  before(async () => {
    host = await AssetLedger.start();
    thaiAtVietnam = await host.client('TH', { at: 'VN' });
    const thailand = await host.contract('TH');
    await thailand.submitTransaction('CreateAsset', 'thai', 'Somchai');
    await thailand.submit('PutNote', {
      arguments: ['documents-TH', 'note'],
      transientData: { note: 'rice' },
      endorsingOrganizations: ['THMSP'],
    });
  });
  after(() => host[Symbol.asyncDispose]());

  it('is refused when nobody has its code, or its custodian is itself', async () => {
    expect(await refusalOf(host.ledger.removeMember({ code: 'XX' }))).to.match(/There is no member XX/u);
    expect(await refusalOf(host.ledger.removeMember({ code: 'TH', custodian: 'TH' }))).to.match(
      /There is no member TH; members are VN, SG, ASEAN/u,
    );
    expect(host.ledger.members).to.have.length(4);
  });

  it('leaves while submits go on; a new definition no longer counts it', async () => {
    const vietnam = await host.contract('VN');
    const state = { going: true };
    let submitted = 0;
    const load = (async () => {
      for (let i = 0; state.going; i++) {
        await repeated(() => vietnam.submitTransaction('CreateAsset', `during-${i}`, 'x'));
        submitted += 1;
      }
    })();
    const former = await host.ledger.removeMember({ code: 'TH', custodian: 'ASEAN' });
    state.going = false;
    await load;
    expect(submitted).to.be.greaterThan(0);
    expect(former).to.deep.equal({
      code: 'TH',
      mspId: 'THMSP',
      collection: 'documents-TH',
      custodian: 'ASEANMSP',
    });
    expect(host.ledger.members.map(({ code }) => code)).to.deep.equal(['VN', 'SG', 'ASEAN']);
    const definition = host.ledger.channel.contract(CONTRACT);
    expect(definition?.sequence).to.equal(2);
    expect(definition?.collections.map(({ name }) => name)).to.include('documents-TH');
    const policy = definition && Buffer.from(validationParameter(definition)).toString('latin1');
    expect(policy).to.include('VNMSP').and.not.to.include('THMSP');
  });

  it('leaves what it wrote readable, and its collection frozen and without contents for its custodian', async () => {
    const vietnam = await host.contract('VN');
    const asset = await repeated(() => vietnam.evaluateTransaction('ReadAsset', 'thai'));
    expect(JSON.parse(Buffer.from(asset).toString())).to.deep.equal({ ID: 'thai', Owner: 'Somchai' });
    const hash = await vietnam.evaluateTransaction('NoteHash', 'documents-TH', 'note');
    expect(hash).to.have.length(32);
    const asean = await host.contract('ASEAN');
    expect(await refusalOf(asean.evaluateTransaction('ReadNote', 'documents-TH', 'note'))).to.match(
      /private data matching public hash version is not available/u,
    );
    const forged = vietnam.submit('PutNote', {
      arguments: ['documents-TH', 'note'],
      transientData: { note: 'forged' },
      endorsingOrganizations: ['VNMSP', 'ASEANMSP'],
    });
    expect(await refusalOf(forged)).to.match(/ENDORSEMENT_POLICY_FAILURE|does not have write access/u);
  });

  it('is refused at the peers that stay, and has none of its own', async () => {
    const refused = contractOf(thaiAtVietnam);
    expect(await refusalOf(refused.evaluateTransaction('ReadAsset', 'thai'))).to.match(/access denied/u);
    expect(await refusalOf(refused.submitTransaction('CreateAsset', 'left', 'x'))).to.match(/access denied/u);
    expect(await refusalOf(connectStockClient(host.ledger.layout.connections, 'TH'))).to.match(/ENOENT/u);
    const toItsPeer = (await host.contract('VN')).evaluate('ReadAsset', {
      arguments: ['thai'],
      endorsingOrganizations: ['THMSP'],
    });
    expect(await refusalOf(toItsPeer)).to.match(/FAILED_PRECONDITION|UNAVAILABLE/u);
  });

  it('has blocks signed by the orderers that stay, which a second implementation accepts', async () => {
    await (await host.contract('SG')).submitTransaction('CreateAsset', 'after', 'Tan');
    host.audit();
    const last = host.ledger.channel.block(host.ledger.channel.height - 1n);
    const [signatures] = last?.getMetadata()?.getMetadataList_asU8() ?? [];
    expect(
      common.Metadata.deserializeBinary(signatures ?? new Uint8Array()).getSignaturesList(),
    ).to.have.length(3);
  });

  it('has left still after a restart by the topology of before; asked again, nothing changes', async () => {
    await host.restart();
    expect(host.ledger.members.map(({ code }) => code)).to.deep.equal(['VN', 'SG', 'ASEAN']);
    const { height } = host.ledger.channel;
    const former = await host.ledger.removeMember({ code: 'TH' });
    expect(former.custodian).to.equal('ASEANMSP');
    expect(host.ledger.channel.height).to.equal(height);
    const vietnam = await host.contract('VN');
    await repeated(() => vietnam.submitTransaction('CreateAsset', 'after-restart', 'x'));
  });

  it('may come back, and has its own collection again', async () => {
    await host.ledger.addMember(member('TH'));
    const thailand = await host.contract('TH');
    const note = await repeated(() => thailand.evaluateTransaction('ReadNote', 'documents-TH', 'note'));
    expect(Buffer.from(note).toString()).to.equal('rice');
  });

  it('is refused when the others are too few to endorse', async () => {
    const timor = await newMember(host.ledger.topology, 'TL');
    expect(await refusalOf(host.ledger.removeMember({ code: timor.code }))).to.match(
      /There is no member TL/u,
    );
    for (const code of ['TH', 'ASEAN']) await host.ledger.removeMember({ code });
    // What went on in the name of ASEAN goes on in that of a member that is there.
    const { collections = [] } = host.ledger.channel.contract(CONTRACT) ?? {};
    expect(collections.map(({ name, memberMspIds }) => [name, ...memberMspIds])).to.deep.equal([
      ['documents-VN', 'VNMSP'],
      ['documents-SG', 'SGMSP'],
      ['documents-TH', 'SGMSP'],
      ['documents-ASEAN', 'SGMSP'],
    ]);
    expect(await refusalOf(host.ledger.removeMember({ code: 'SG' }))).to.match(
      /1 members cannot give the 2 endorsements an act needs/u,
    );
  });

  function member(code: string): Topology['members'][number] {
    const found = host.topology.members.find((each) => each.code === code);
    if (found === undefined) throw new Error(`no ${code}`);
    return found;
  }
});
