import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { organisationLayout, type MspPaths } from '../identity/layout.js';
import { AssetLedger, contractOf } from '../testing/asset-ledger.js';
import { refusalOf, repeated } from '../testing/repeated.js';
import type { StockClient } from '../testing/stock-client.js';

const GATEWAY = 'Gateway@sg.origin.example';

describe('an identity that is revoked on the embedded ledger', function () {
  this.timeout(120_000);
  let host: AssetLedger;
  let old: StockClient;

  const identity = (code: string): Readonly<Record<'admin' | 'gateway', MspPaths>> => {
    const member = host.topology.members.find((each) => each.code === code);
    if (member === undefined) throw new Error(`no ${code}`);
    return organisationLayout(host.ledger.layout.organizations, member);
  };

  before(async () => {
    host = await AssetLedger.start();
    old = await host.client('SG');
    await contractOf(old).submitTransaction('CreateAsset', 'before', 'Tan');
  });
  after(() => host[Symbol.asyncDispose]());

  it('is none that is unknown, a peer or an orderer, or the only administrator', async () => {
    const refused = (name: string): Promise<string> =>
      refusalOf(host.ledger.revoke({ identity: name, renew: false }));
    const { height } = host.ledger.channel;
    expect(await refused('Nobody@sg.origin.example')).to.match(/There is no identity Nobody@/u);
    expect(await refused('peer0.sg.origin.example')).to.match(/is a peer/u);
    expect(await refused('Admin@sg.origin.example')).to.match(/one administrator/u);
    expect(host.ledger.channel.height).to.equal(height);
  });

  it('is refused at every peer from the block that says so, also with what it had endorsed before', async () => {
    const held = await contractOf(old)
      .newProposal('CreateAsset', { arguments: ['held-back', 'Tan'] })
      .endorse();
    const { serialNumber } = new X509Certificate(await readFile(identity('SG').gateway.certificate));
    expect(await host.ledger.revoke({ identity: GATEWAY, renew: true })).to.equal(serialNumber);
    expect(await refusalOf(contractOf(old).evaluateTransaction('ReadAsset', 'before'))).to.match(
      /access denied: channel \[origin\] creator org \[SGMSP\]/u,
    );
    expect(await refusalOf(contractOf(old).submitTransaction('CreateAsset', 'revoked', 'Tan'))).to.match(
      /access denied/u,
    );
    expect(await refusalOf(held.submit())).not.to.equal('');
    const asked = (await host.contract('VN')).evaluateTransaction('ReadAsset', 'held-back');
    expect(await refusalOf(asked)).to.match(/does not exist/u);
  });

  it('has a new certificate when it is renewed, and what it wrote stays', async () => {
    const renewed = await host.contract('SG');
    await renewed.submitTransaction('CreateAsset', 'renewed', 'Tan');
    const asset = await renewed.evaluateTransaction('ReadAsset', 'before');
    expect(JSON.parse(Buffer.from(asset).toString())).to.have.property('Owner', 'Tan');
  });

  it('stays revoked when another of its member is, an administrator among them, and after a restart', async () => {
    await host.ledger.revoke({ identity: 'Admin@sg.origin.example', renew: true });
    await host.ledger.revoke({ identity: GATEWAY, renew: false });
    await host.restart();
    const again = await host.client('SG', { as: identity('SG').gateway });
    for (const client of [old, again]) {
      const said = await refusalOf(
        repeated(() => contractOf(client).evaluateTransaction('ReadAsset', 'before')),
      );
      expect(said).to.match(/access denied/u);
    }
    const administrator = await host.client('SG', { as: identity('SG').admin });
    await repeated(() => contractOf(administrator).submitTransaction('CreateAsset', 'by-admin', 'Tan'));
  });

  it('stands in configuration blocks that a second implementation accepts', () => {
    host.audit();
  });
});
