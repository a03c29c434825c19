import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { Contract } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { organisationLayout, type MspPaths } from '../identity/layout.js';
import { BlockAuditor } from '../testing/block-auditor.js';
import { ContractProcess } from '../testing/contract-process.js';
import { refusalOf, repeated } from '../testing/repeated.js';
import { connectStockClient, type StockClient } from '../testing/stock-client.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import type { Topology } from '../topology/topology.js';
import { startEmbeddedLedger } from './ledger.js';
import type { EmbeddedLedger } from './running-ledger.js';

const CONTRACT = 'origin';
const GATEWAY = 'Gateway@sg.origin.example';

describe('an identity that is revoked on the embedded ledger', function () {
  this.timeout(120_000);
  let folder: string;
  let topology: Topology;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let old: StockClient;
  const clients: StockClient[] = [];

  const connected = async (code: string, at = code): Promise<StockClient> => {
    const client = await connectStockClient(ledger.layout.connections, code, { at });
    clients.push(client);
    return client;
  };
  const contractOf = ({ gateway }: StockClient): Contract =>
    gateway.getNetwork('origin').getContract(CONTRACT);
  const identity = (code: string): Readonly<Record<'admin' | 'gateway', MspPaths>> => {
    const member = topology.members.find((each) => each.code === code);
    if (member === undefined) throw new Error(`no ${code}`);
    return organisationLayout(ledger.layout.organizations, member);
  };
  const start = (): Promise<EmbeddedLedger> =>
    startEmbeddedLedger({ data: folder, topology, log: () => undefined });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'revoking-'));
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
    old = await connected('SG');
    await contractOf(old).submitTransaction('CreateAsset', 'before', 'Tan');
  });
  after(async () => {
    for (const each of clients) each.close();
    await ledger.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('is none that is unknown, a peer or an orderer, or the only administrator', async () => {
    const refused = (name: string): Promise<string> =>
      refusalOf(ledger.revoke({ identity: name, renew: false }));
    const { height } = ledger.channel;
    expect(await refused('Nobody@sg.origin.example')).to.match(/There is no identity Nobody@/u);
    expect(await refused('peer0.sg.origin.example')).to.match(/is a peer/u);
    expect(await refused('Admin@sg.origin.example')).to.match(/one administrator/u);
    expect(ledger.channel.height).to.equal(height);
  });

  it('is refused at every peer from the block that says so, also with what it had endorsed before', async () => {
    const held = await contractOf(old)
      .newProposal('CreateAsset', { arguments: ['held-back', 'Tan'] })
      .endorse();
    const { serialNumber } = new X509Certificate(await readFile(identity('SG').gateway.certificate));
    expect(await ledger.revoke({ identity: GATEWAY, renew: true })).to.equal(serialNumber);
    expect(await refusalOf(contractOf(old).evaluateTransaction('ReadAsset', 'before'))).to.match(
      /access denied: channel \[origin\] creator org \[SGMSP\]/u,
    );
    expect(await refusalOf(contractOf(old).submitTransaction('CreateAsset', 'revoked', 'Tan'))).to.match(
      /access denied/u,
    );
    expect(await refusalOf(held.submit())).not.to.equal('');
    const asked = contractOf(await connected('VN')).evaluateTransaction('ReadAsset', 'held-back');
    expect(await refusalOf(asked)).to.match(/does not exist/u);
  });

  it('has a new certificate when it is renewed, and what it wrote stays', async () => {
    const renewed = contractOf(await connected('SG'));
    await renewed.submitTransaction('CreateAsset', 'renewed', 'Tan');
    const asset = await renewed.evaluateTransaction('ReadAsset', 'before');
    expect(JSON.parse(Buffer.from(asset).toString())).to.have.property('Owner', 'Tan');
  });

  it('stays revoked when another of its member is, an administrator among them, and after a restart', async () => {
    await ledger.revoke({ identity: 'Admin@sg.origin.example', renew: true });
    await ledger.revoke({ identity: GATEWAY, renew: false });
    await ledger.close();
    ledger = await start();
    const again = await connectStockClient(ledger.layout.connections, 'SG', { as: identity('SG').gateway });
    clients.push(again);
    for (const client of [old, again]) {
      const said = await refusalOf(
        repeated(() => contractOf(client).evaluateTransaction('ReadAsset', 'before')),
      );
      expect(said).to.match(/access denied/u);
    }
    const administrator = await connectStockClient(ledger.layout.connections, 'SG', {
      as: identity('SG').admin,
    });
    clients.push(administrator);
    await repeated(() => contractOf(administrator).submitTransaction('CreateAsset', 'by-admin', 'Tan'));
  });

  it('stands in configuration blocks that a second implementation accepts', () => {
    const auditor = new BlockAuditor();
    for (let number = 0n; number < ledger.channel.height; number++) {
      const block = ledger.channel.block(number);
      if (block === undefined) throw new Error(`no block ${number}`);
      auditor.add(common.Block.deserializeBinary(block.serializeBinary()));
    }
    expect(auditor.checked.blocks).to.equal(Number(ledger.channel.height));
  });
});
