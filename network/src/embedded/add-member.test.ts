import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { newMember } from '../fabric/members/new-member.js';
import { configOf, configurationChange, configurationEnvelope } from '../genesis/config-update.js';
import { readMemberMaterial } from '../genesis/member-material.js';
import { organisationJoins } from '../genesis/organisation-changes.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import { BlockAuditor } from '../testing/block-auditor.js';
import { ContractProcess } from '../testing/contract-process.js';
import { repeated } from '../testing/repeated.js';
import { connectStockClient, type StockClient } from '../testing/stock-client.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import type { Member, Topology } from '../topology/topology.js';
import { startEmbeddedLedger } from './ledger.js';
import type { EmbeddedLedger } from './running-ledger.js';
import type { PeerSigner } from './seam.js';

const CONTRACT = 'origin';

describe('a member that joins the embedded ledger while it runs', function () {
  this.timeout(60_000);
  let folder: string;
  let topology: Topology;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let timor: Member;
  const clients: StockClient[] = [];

  const contractOf = async (code: string): Promise<Contract> => {
    const client = await connectStockClient(ledger.layout.connections, code);
    clients.push(client);
    return client.gateway.getNetwork('origin').getContract(CONTRACT);
  };
  const start = (): Promise<EmbeddedLedger> =>
    startEmbeddedLedger({ data: folder, topology, log: () => undefined });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joining-'));
    service = await ContractProcess.start();
    topology = {
      ...(await withFreePorts(await readTopology())),
      chaincode: { name: CONTRACT, version: '1' },
    };
    ledger = await start();
    await ledger.deploy({
      name: CONTRACT,
      addresses: Object.fromEntries(topology.members.map(({ code }) => [code, service.address])),
    });
    timor = await newMember(topology, 'TL');
  });
  after(async () => {
    for (const each of clients) each.close();
    await ledger.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('stops nobody: what is submitted meanwhile commits, or conflicts with the new definition and is repeated', async () => {
    const vietnam = await contractOf('VN');
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
    await ledger.addMember(timor);
    joined = true;
    await Promise.all(loads);
    expect(submitted).to.be.at.least(3);
    expect(ledger.members.map(({ code }) => code)).to.deep.equal(['VN', 'SG', 'TH', 'ASEAN', 'TL']);
    expect(ledger.channel.contract(CONTRACT)?.sequence).to.equal(2);
    expect(ledger.channel.contract(CONTRACT)?.collections.map(({ name }) => name)).to.include('documents-TL');
  });

  it('reads history at its own peer, submits, endorses, and keeps its own documents', async () => {
    const timorese = await contractOf('TL');
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
    const vietnam = await contractOf('VN');
    const refused = await vietnam
      .evaluateTransaction('ReadNote', 'documents-TL', 'note')
      .catch((error: unknown) => error);
    expect(String(refused)).to.include('tx creator does not have read access permission');
  });

  it('stands in a configuration block that a majority of administrators has signed', () => {
    const auditor = new BlockAuditor();
    for (let number = 0n; number < ledger.channel.height; number++) {
      const block = ledger.channel.block(number);
      if (block === undefined) throw new Error(`no block ${number}`);
      auditor.add(common.Block.deserializeBinary(block.serializeBinary()));
    }
    expect(auditor.checked.blocks).to.equal(Number(ledger.channel.height));
  });

  it('is refused when too few administrators have signed for it', async () => {
    const { channel, layout } = ledger;
    const brunei = await newMember(ledger.topology, 'BN');
    await ensureOrganisations(layout.organizations, { ...topology, members: [brunei] });
    const last = channel.block(lastConfig(ledger));
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
    const [orderer] = await signersOf(topology.members);
    if (orderer === undefined) throw new Error('no signer');
    const height = channel.height;
    // Three of five are a majority, two are none, and the one who joins has no say.
    for (const members of [topology.members.slice(0, 2), [...topology.members.slice(0, 2), brunei]]) {
      const administrators = await signersOf(members);
      const envelope = configurationEnvelope('origin', config, update, { administrators, orderer });
      const refused = await channel.configure(envelope).catch((error: unknown) => error);
      expect(String(refused)).to.include('may not follow');
    }
    expect(channel.height).to.equal(height);
  });

  it('is a member still after a restart by the topology of before', async () => {
    for (const each of clients.splice(0)) each.close();
    await ledger.close();
    ledger = await start();
    expect(ledger.members).to.have.length(5);
    const timorese = await contractOf('TL');
    const note = await repeated(() => timorese.evaluateTransaction('ReadNote', 'documents-TL', 'note'));
    expect(Buffer.from(note).toString()).to.equal('beans');
    await timorese.submitTransaction('CreateAsset', 'after', 'Xanana');
  });

  it('joins once: asked again, nothing changes', async () => {
    const sequence = ledger.channel.contract(CONTRACT)?.sequence;
    const height = ledger.channel.height;
    await ledger.addMember(timor);
    expect(ledger.channel.contract(CONTRACT)?.sequence).to.equal(sequence);
    expect(ledger.channel.height).to.equal(height);
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
