import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  canonicalText,
  commitmentOf,
  OriginError,
  referenceText,
  signRequest,
  type Json,
  type ParcelView,
  type StatusAnswer,
} from '@origin-ledger/model';
import {
  receiveRequest,
  sendRequest,
  TEST_CHARTER,
  testRequestId,
  type TestKey,
} from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { testIdentity } from '../testing/identities.js';
import { ask, submit, TestNetwork, until } from '../testing/test-network.js';

interface Page {
  readonly items: readonly ParcelView[];
}

describe('what acts owe to their readers', function () {
  this.timeout(20_000);
  let network: TestNetwork;
  let vn: RunningGateway;
  let sg: RunningGateway;
  let officer: TestKey;
  let customs: TestKey;
  beforeEach(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    customs = await network.enrol('SG:officer-1', ['customs']);
    vn = await network.start('VN');
    sg = await network.start('SG');
  });
  afterEach(async () => {
    await network.close();
  });

  const salt = (): string => `${testRequestId()}${testRequestId()}`.slice(0, 42) + 'A';
  const committed = async (gateway: RunningGateway, request: Parameters<typeof submit>[1]): Promise<void> => {
    const { body } = await submit(gateway, request);
    expect(body.state, JSON.stringify(body)).to.equal('COMMITTED');
    await network.caughtUp(vn);
    await network.caughtUp(sg);
  };

  /** A certificate received in SG, and a decision on it, not yet submitted. */
  async function decision(grounds: readonly string[] = [], outcome: 'GIVEN' | 'NOT_GIVEN' = 'GIVEN') {
    const document = network.document();
    await committed(vn, await network.issue(officer, [document]));
    await committed(vn, await sendRequest(officer, document, network.now()));
    const commitment = commitmentOf(canonicalText(document));
    await committed(sg, await receiveRequest(customs, document.reference, commitment, network.now()));
    const certificate = referenceText(document.reference);
    const items = document.items.map(({ number }) => ({ number, outcome, grounds: [...grounds] }));
    const text = canonicalText({ salt: salt(), certificate, items });
    const jws = await signRequest(customs, {
      ...network.now(),
      iss: 'SG:officer-1',
      jti: testRequestId(),
      op: 'certificate.decide/1',
      args: {
        reference: document.reference,
        presented: document.certification.date,
        items: document.items.map(({ number }) => number),
        given: outcome === 'GIVEN',
      },
      parcels: [{ box: `decision ${certificate}`, commitment: commitmentOf(text), readers: ['VN', 'SG'] }],
    });
    return { jws, parcels: [text], text, box: `decision ${certificate}` };
  }

  const list = async (
    gateway: RunningGateway,
    key: TestKey,
    iss: string,
    query = '',
  ): Promise<Page['items']> => {
    const { body } = await ask<Page>(gateway, network.audience, key, `/v1/parcels${query}`, { iss });
    return body.items;
  };

  it('goes into the author’s and the reader’s collection, each by that member’s peer, and is read there', async () => {
    const decided = await decision();
    await committed(sg, decided);
    await until(async () => {
      const [item] = await list(vn, officer, 'VN:officer-1', '?state=DELIVERED');
      return item?.box === decided.box;
    });
    await until(
      () => network.ledger.calls.filter((call) => call.transaction === 'parcel:deliver').length === 2,
    );
    const deliveries = network.ledger.calls.filter((call) => call.transaction === 'parcel:deliver');
    expect(deliveries.map(({ args, endorsers }) => [args[1], endorsers]).sort()).to.deep.equal([
      ['SG', ['SGMSP']],
      ['VN', ['VNMSP']],
    ]);
    const path = `/v1/parcels/${commitmentOf(decided.text)}/document`;
    const read = await ask(vn, network.audience, officer, path);
    expect(read.body).to.include({ document: decided.text, name: decided.box });
    expect(await list(sg, customs, 'SG:officer-1', '?direction=author')).to.have.length(1);
    const third = await network.enrol('TH:officer-1', ['customs']);
    const th = await network.start('TH');
    const refused = await ask<{ code: string }>(th, network.audience, third, path, { iss: 'TH:officer-1' });
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'NOT_A_READER']);
  });

  it('is kept and owed while the reader’s peer is down, and delivered after a restart', async () => {
    const decided = await decision();
    const down = new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' });
    const endorse = network.ledger.endorse.bind(network.ledger);
    network.ledger.endorse = (call, creator) =>
      call.transaction === 'parcel:deliver' && call.args[1] === 'VN'
        ? Promise.reject(down)
        : endorse(call, creator);
    await committed(sg, decided);
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=OWED')).length === 1);
    await sg.close();
    network.ledger.endorse = endorse;
    sg = await network.start('SG');
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=DELIVERED')).length === 1);
    const [item] = await list(sg, customs, 'SG:officer-1', '?direction=author&state=DELIVERED');
    expect(item?.commitment).to.equal(commitmentOf(decided.text));
  });

  /** Loses the gateway's database, as a machine that is gone does, and starts the gateway again. */
  async function withoutStore(): Promise<void> {
    await sg.close();
    rmSync(join(network.folder, 'SG'), { recursive: true });
    sg = await network.start('SG');
  }
  /** Peers that take no delivery until they are let. */
  function deliveriesFailTo(...members: readonly string[]): () => void {
    const endorse = network.ledger.endorse.bind(network.ledger);
    network.ledger.endorse = (call, creator) =>
      call.transaction === 'parcel:deliver' && members.includes(call.args[1] ?? '')
        ? Promise.reject(new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' }))
        : endorse(call, creator);
    return () => {
      network.ledger.endorse = endorse;
    };
  }
  const statusOf = async () => {
    const { body } = await ask<StatusAnswer>(sg, network.audience, customs, '/v1/status', {
      iss: 'SG:officer-1',
    });
    return body;
  };

  it('is delivered from the author’s own collection by a gateway that lost its store', async () => {
    const decided = await decision();
    const again = deliveriesFailTo('VN');
    await committed(sg, decided);
    await until(() => network.ledger.calls.some(({ transaction }) => transaction === 'parcel:deliver'));
    await until(async () => (await statusOf()).deliveries.owed === 1);
    again();
    await withoutStore();
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=DELIVERED')).length === 1);
    const path = `/v1/parcels/${commitmentOf(decided.text)}/document`;
    expect((await ask(vn, network.audience, officer, path)).body).to.include({ document: decided.text });
    await until(async () => (await statusOf()).deliveries.owed === 0);
    expect((await statusOf()).deliveries.missing).to.equal(0);
  });

  it('is listed as owed, and why, where its contents are nowhere; it is on its way again once they are found', async () => {
    const decided = await decision();
    const again = deliveriesFailTo('VN', 'SG');
    await committed(sg, decided);
    await withoutStore();
    await until(async () => (await statusOf()).deliveries.missing === 1);
    const [item] = await list(sg, customs, 'SG:officer-1', '?direction=author&state=OWED');
    expect(item?.problem).to.deep.include({ code: 'PARCEL_LOST' });
    expect(item?.problem?.remedy).to.contain('backup');
    again();
    // As a restored peer has it: bytes behind the commitment, in the own collection.
    network.ledger.restore(decided.text);
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=DELIVERED')).length === 1);
    expect((await statusOf()).deliveries).to.deep.include({ missing: 0 });
  });

  it('is closed by the recorded departure of its reader, by the act’s name, until that one is back', async () => {
    const keeper = await testIdentity('ASEAN', 'admin');
    const administrator = async (
      code: 'VN' | 'SG' | 'ASEAN',
      transaction: string,
      contents: { readonly op: string; readonly args: Record<string, Json> },
    ): Promise<string> => {
      const admin = code === 'ASEAN' ? keeper : network.admin(code);
      const jti = testRequestId();
      const jws = await signRequest(admin.key, {
        ...network.now(),
        iss: `${code}:administrator`,
        jti,
        parcels: [],
        ...contents,
      });
      await network.ledger.act(transaction, jws, admin);
      return `${admin.key.kid}.${jti}`;
    };
    const charter = TEST_CHARTER;
    const entry = (code: string, exchanges: boolean) => ({
      op: 'registry.member/1',
      args: {
        code,
        name: `Customs of ${code}`,
        utcOffsetMinutes: 420,
        coEndorsers: ['SGMSP'],
        exchanges,
        charter,
      },
    });
    const decided = await decision();
    const endorse = network.ledger.endorse.bind(network.ledger);
    network.ledger.endorse = (call, creator) =>
      call.transaction === 'parcel:deliver' && call.args[1] === 'VN'
        ? Promise.reject(new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' }))
        : endorse(call, creator);
    await committed(sg, decided);
    await administrator('ASEAN', 'registry:registerMember', entry('ASEAN', false));
    const consent = { op: 'registry.consent/1', args: { to: { departure: 'VN' } } };
    await administrator('SG', 'registry:consent', consent);
    const departure = await administrator('ASEAN', 'registry:departure', {
      op: 'registry.departure/1',
      args: { member: 'VN', with: 'SG' },
    });
    await network.caughtUp(sg);
    const [closed] = await list(sg, customs, 'SG:officer-1', '?direction=author&state=CLOSED');
    expect(closed).to.include({ box: decided.box, closedBy: departure });
    expect(await list(sg, customs, 'SG:officer-1', '?direction=author&state=OWED')).to.deep.equal([]);

    network.ledger.endorse = endorse;
    await administrator('VN', 'registry:registerMember', entry('VN', true));
    await until(
      async () =>
        (await list(sg, customs, 'SG:officer-1', '?direction=author&state=DELIVERED'))[0]?.commitment ===
        commitmentOf(decided.text),
    );
  });

  it('must not call a proof late that came in time', async () => {
    const { status, body } = await submit(sg, await decision(['PRESENTED_LATE'], 'NOT_GIVEN'));
    expect([status, body.code, body.boxes]).to.deep.equal([
      422,
      'DOCUMENT_INVALID',
      ['parcels[0].items[0].grounds'],
    ]);
    expect((await submit(sg, await decision(['CRITERION'], 'NOT_GIVEN'))).body.state).to.equal('COMMITTED');
  });

  it('must say the same as its act', async () => {
    const { status, body } = await submit(sg, await decision(['NO_SUCH_GROUND']));
    expect([status, body.code]).to.deep.equal([422, 'DOCUMENT_INVALID']);
  });
});
