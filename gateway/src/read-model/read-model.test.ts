import { expect } from 'chai';
import {
  certificateKey,
  receptionKey,
  type CertificateRecord,
  type FormDDocument,
} from '@origin-ledger/model';
import { sendRequest, type TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { ask, submit, TestNetwork, until } from '../testing/test-network.js';

const signedBy = (signatory: string, document: FormDDocument): FormDDocument => ({
  ...document,
  certification: { ...document.certification, signatory },
});

describe('the read model', () => {
  let network: TestNetwork;
  let officer: TestKey;

  beforeEach(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
  });
  afterEach(() => network.close());

  const status = async (gateway: RunningGateway) =>
    (await ask<{ setAside: number; asOf: object }>(gateway, network.audience, officer, '/v1/status')).body;
  const everything = async (gateway: RunningGateway) => {
    const paths = ['/v1/certificates', '/v1/registry/members', '/v1/registry/keys'];
    const answers = paths.map(async (path) => (await ask(gateway, network.audience, officer, path)).body);
    return Promise.all(answers);
  };

  it('sets aside writes that no act explains, counts them, and serves the record as it was', async () => {
    const gateway = await network.start();
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    const path = `/v1/certificates/VN.HAN.${document.reference.number}`;
    const before = await ask<{ certificate: { record: CertificateRecord } }>(
      gateway,
      network.audience,
      officer,
      path,
    );
    const forged = JSON.stringify({ ...before.body.certificate.record, validity: 'REVOKED' });
    const rogue = network.client('TH');
    network.ledger.tamper(
      new Map([[certificateKey(document.reference), forged]]),
      ['certificate:record', 'x'],
      rogue,
    );
    await until(async () => (await status(gateway)).setAside === 1);
    const after = await ask<typeof before.body>(gateway, network.audience, officer, path);
    expect(after.body.certificate).to.deep.equal(before.body.certificate);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).to.match(/origin_set_aside\S* 1/);
  });

  it('sets aside a genuine act whose writes were altered by one byte', async () => {
    const gateway = await network.start();
    const request = await network.issue(officer, [network.document()]);
    const { envelope } = await network.ledger.endorse(
      { transaction: 'certificate:issue', args: [request.jws] },
      network.client('VN'),
    );
    expect(envelope.length).to.be.greaterThan(0);
    const writes = new Map([[receptionKey({ member: 'VN', office: 'HAN', number: 'T-1' }), '{}']]);
    network.ledger.tamper(writes, ['certificate:issue', request.jws], network.client('VN'));
    await until(async () => (await status(gateway)).setAside === 1);
    expect((await ask(gateway, network.audience, officer, '/v1/certificates/VN.HAN.T-1')).status).to.equal(
      404,
    );
  });

  it('is the same after a rebuild from block 0, and keeps the journal', async () => {
    const gateway = await network.start();
    const document = network.document();
    const { body } = await submit(gateway, await network.issue(officer, [document, network.document()]));
    await submit(gateway, await sendRequest(officer, document, network.now()));
    await until(
      async () =>
        (await ask<{ deposits: { owed: number } }>(gateway, network.audience, officer, '/v1/status')).body
          .deposits.owed === 0,
    );
    const before = await everything(gateway);
    await gateway.close();
    const rebuilt = await network.start('VN', { rebuild: true });
    expect(await everything(rebuilt)).to.deep.equal(before);
    const operation = await ask<{ state: string }>(
      rebuilt,
      network.audience,
      officer,
      `/v1/operations/${body.id}`,
    );
    expect(operation.body.state).to.equal('COMMITTED');
  });

  it('continues from its position after a restart: every block has its effect once', async () => {
    const gateway = await network.start();
    await submit(gateway, await network.issue(officer, [network.document()]));
    await gateway.close();
    const request = await network.issue(officer, [network.document()]);
    await network.ledger.act('certificate:issue', request.jws, network.client('VN'));
    const again = await network.start();
    const [list] = await everything(again);
    expect(list?.['items']).to.have.length(2);
    expect((await status(again)).setAside).to.equal(0);
  });

  it('applies each block once for all gateways that share a store, and all serve the same', async () => {
    const one = await network.start('VN', { instance: 'one' });
    const two = await network.start('VN', { instance: 'two' });
    const submitted = Array.from({ length: 12 }, async (_, index) => {
      const request = await network.issue(officer, [network.document()]);
      return submit(index % 2 === 0 ? one : two, request);
    });
    for (const { body } of await Promise.all(submitted)) expect(body.state).to.equal('COMMITTED');
    await Promise.all([one, two].map((gateway) => network.caughtUp(gateway)));
    expect((await status(one)).setAside, 'acts taken for forged').to.equal(0);
    expect(await everything(one)).to.deep.equal(await everything(two));
    const later = await network.enrol('VN:officer-2', ['signatory']);
    for (const gateway of [one, two]) {
      await network.caughtUp(gateway);
      const { body } = await submit(
        gateway,
        await network.issue(later, [signedBy('VN:officer-2', network.document())], { iss: 'VN:officer-2' }),
      );
      expect(body.state).to.equal('COMMITTED');
    }
  });

  it('refuses a store of another network', async () => {
    const gateway = await network.start();
    await gateway.close();
    const other = await TestNetwork.open();
    try {
      other.ledger.blocks[0]?.getHeader()?.setDataHash(Buffer.alloc(32, 7));
      const { startGateway } = await import('../gateway.js');
      const options = {
        profile: other.profile('VN'),
        ledger: other.ledger.portFor(other.client('VN')),
        port: 0,
      };
      const confused = await startGateway({ ...options, data: `${network.folder}/VN`, logLevel: 'silent' });
      try {
        await until(async () =>
          (await (await fetch(`${confused.url}/health/ready`)).text()).includes('OTHER_NETWORK'),
        );
      } finally {
        await confused.close();
      }
    } finally {
      await other.close();
    }
  });

  it('answers STORAGE_FULL when the store may not grow, applies nothing by halves, and goes on once there is room', async () => {
    const roomy = await network.start();
    await roomy.close();
    const full = await network.start('VN', { maxPages: 60, gather: 60_000 });
    let code: string | undefined;
    for (let count = 0; count < 60 && code === undefined; count += 1) {
      const { body } = await submit(full, await network.issue(officer, [network.document()]), 1);
      code = body.code;
    }
    expect(code).to.equal('STORAGE_FULL');
    await full.close();
    const again = await network.start();
    await network.caughtUp(again);
    const counted = async () => {
      type Counts = { certificates: { issued: number }; operations: Record<string, number> };
      return (await ask<Counts>(again, network.audience, officer, '/v1/status')).body;
    };
    await until(async () => Object.keys((await counted()).operations).join() === 'COMMITTED');
    const last = await counted();
    expect(last.certificates.issued).to.equal(last.operations['COMMITTED']);
  }).timeout(40_000);
});
