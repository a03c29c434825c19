import { expect } from 'chai';
import { signQuery } from '@origin-ledger/model';
import { applicationRequest, joseAttacks, testRequestId, type TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { submit, takeStep, TestNetwork } from '../testing/test-network.js';

describe('signed texts that are none', function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let gateway: RunningGateway;
  let officer: TestKey;
  let exporter: TestKey;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    exporter = await network.enrol('VN:exporter-1', ['exporter']);
    gateway = await network.start();
  });
  after(() => network.close());

  const acted = (): number =>
    network.ledger.calls.filter(({ transaction }) => transaction.startsWith('certificate:')).length;

  it('are refused as requests, and the genuine one still acts', async () => {
    const good = await network.issue(officer, [network.document()]);
    for (const { name, jws } of await joseAttacks(good.jws, officer)) {
      const { status } = await submit(gateway, { jws, parcels: good.parcels });
      expect(status, name).to.be.within(400, 499);
    }
    expect(acted()).to.equal(0);
    expect((await submit(gateway, good)).status).to.equal(201);
  });

  it('are refused as steps of an application', async () => {
    const { salt, reference, ...document } = network.document();
    expect([salt.length, reference.member]).to.deep.equal([43, 'VN']);
    const good = await applicationRequest(exporter, 'draft', { document }, network.now());
    for (const { name, jws } of await joseAttacks(good.jws, exporter)) {
      const { status } = await takeStep(gateway, { jws, parcels: good.parcels });
      expect(status, name).to.be.within(400, 499);
    }
    expect((await takeStep(gateway, good)).status).to.be.within(200, 201);
  });

  it('are refused as queries', async () => {
    const path = '/v1/certificates';
    const fresh = (): Promise<string> =>
      signQuery(officer, {
        ...{ iss: 'VN:officer-1', aud: network.audience, method: 'GET', target: path },
        ...{ iat: Math.floor(Date.now() / 1000) - 1, jti: testRequestId() },
      });
    const asked = async (jws: string): Promise<number> =>
      // A line break is no header at all: the client itself would refuse it.
      (await fetch(gateway.url + path, { headers: { authorization: `Origin-Query ${jws.trimEnd()}` } }))
        .status;
    for (const { name, jws } of await joseAttacks(await fresh(), officer)) {
      if (name === 'white space') continue;
      expect(await asked(jws), name).to.be.within(400, 499);
    }
    expect(await asked(await fresh())).to.equal(200);
  });
});
