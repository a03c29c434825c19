import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  canonicalText,
  commitmentOf,
  OriginError,
  parcelName,
  parseRequest,
  referenceText,
  signRequest,
  type CertificateReference,
  type Json,
  type ParcelView,
  type StatusAnswer,
} from '@origin-ledger/model';
import {
  formD,
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
    const presentedOn = document.certification.date;
    const text = canonicalText({ salt: salt(), certificate, presentedOn, items });
    const jws = await signRequest(customs, {
      ...network.now(),
      iss: 'SG:officer-1',
      jti: testRequestId(),
      op: 'certificate.decide/1',
      args: {
        reference: document.reference,
        items: document.items.map(({ number }) => number),
      },
      parcels: [{ box: `decision ${certificate}`, commitment: commitmentOf(text), readers: ['VN', 'SG'] }],
    });
    const name = parcelName(parseRequest(jws).actId, commitmentOf(text));
    return { jws, parcels: [text], text, name, box: `decision ${certificate}` };
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
    const path = `/v1/parcels/${decided.name}/document`;
    const read = await ask(vn, network.audience, officer, path);
    expect(read.body).to.include({ document: decided.text, name: decided.box });
    expect(await list(sg, customs, 'SG:officer-1', '?direction=author')).to.have.length(1);
    const third = await network.enrol('TH:officer-1', ['customs']);
    const th = await network.start('TH');
    const refused = await ask<{ code: string }>(th, network.audience, third, path, { iss: 'TH:officer-1' });
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'NOT_A_READER']);
  });

  it('is written again as often as asked: by its author, and by a reader once it has confirmed it', async () => {
    const decided = await decision();
    await committed(sg, decided);
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=DELIVERED')).length === 1);
    const again = async (gateway: RunningGateway, key: TestKey, iss: string): Promise<string | number> => {
      const path = `/v1/parcels/${decided.name}/deliveries`;
      const options = { iss, method: 'POST' } as const;
      const { status, body } = await ask<{ code?: string }>(gateway, network.audience, key, path, options);
      return body.code ?? status;
    };
    for (let round = 0; round < 2; round += 1) expect(await again(sg, customs, 'SG:officer-1')).to.equal(200);
    expect(await again(vn, officer, 'VN:officer-1')).to.equal('PARCEL_NOT_RECEIVED');
    const jws = await signRequest(officer, {
      ...network.now(),
      iss: 'VN:officer-1',
      jti: testRequestId(),
      op: 'parcel.receive/1',
      args: { parcel: decided.name },
    });
    await committed(vn, { jws, parcels: [] });
    for (let round = 0; round < 2; round += 1) expect(await again(vn, officer, 'VN:officer-1')).to.equal(200);
    const [item] = await list(vn, officer, 'VN:officer-1');
    expect(item).to.include({ parcel: decided.name, state: 'RECEIVED' });
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
  /** Contents stay in the journal of who issued them. */
  function depositsFail(fail: boolean): () => void {
    const endorse = network.ledger.endorse.bind(network.ledger);
    network.ledger.endorse = (call, creator) =>
      fail && call.transaction === 'certificate:deposit'
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
    const path = `/v1/parcels/${decided.name}/document`;
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
    // As a restored peer has it: bytes under the entry's own name, in the own collection.
    network.ledger.restore('SG', decided.name, decided.text);
    await until(async () => (await list(vn, officer, 'VN:officer-1', '?state=DELIVERED')).length === 1);
    expect((await statusOf()).deliveries).to.deep.include({ missing: 0 });
  });

  for (const rubbish of ['x', 'null', '[1,', JSON.stringify(Array.from({ length: 260_000 }, () => ({})))])
    it(`stops nobody by what the other state has put into it: ${rubbish.slice(0, 8)}`, async () => {
      const decided = await decision();
      const claims = parseRequest(decided.jws).claims;
      const commitment = commitmentOf(rubbish);
      // Its own gateway would refuse it: the other state's is altered.
      const jws = await signRequest(customs, {
        ...network.now(),
        ...{ iss: claims.iss, jti: testRequestId(), op: claims.op, args: claims.args },
        parcels: claims.parcels.map((parcel) => ({ ...parcel, commitment })),
      });
      await network.ledger.act('certificate:decide', jws, network.client('SG'));
      network.ledger.restore('VN', parcelName(parseRequest(jws).actId, commitment), rubbish);
      await network.caughtUp(vn);
      const reference = (claims.args as { readonly reference: CertificateReference }).reference;
      const name = referenceText(reference);
      const items = await ask(vn, network.audience, officer, `/v1/certificates/${name}/items`);
      expect(items.status).to.equal(200);
      const reason = canonicalText({ salt: salt(), reason: 'wrong consignee' });
      const { body: seen } = await ask<{ certificate: { lastAct: string } }>(
        ...([vn, network.audience, officer, `/v1/certificates/${name}`] as const),
      );
      const cancel = await signRequest(officer, {
        ...network.now(),
        ...{ iss: 'VN:officer-1', jti: testRequestId(), op: 'certificate.cancel/1', args: { reference } },
        after: seen.certificate.lastAct,
        parcels: [{ box: `reason ${name}`, commitment: commitmentOf(reason), readers: ['VN', 'SG'] }],
      });
      await committed(vn, { jws: cancel, parcels: [reason] });
    });

  it('is closed by the recorded departure of its reader, by the act’s name, until that one is back', async () => {
    const keeper = await testIdentity('ASEAN', 'admin');
    const administrator = async (
      code: 'VN' | 'SG' | 'TH' | 'ASEAN',
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
        coEndorsers: [code === 'SG' ? 'VNMSP' : 'SGMSP'],
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

    // Its author leaves too: that one is back does not open what another still gone would have to deliver.
    const second = { op: 'registry.consent/1', args: { to: { departure: 'SG' } } };
    await administrator('TH', 'registry:consent', second);
    await administrator('ASEAN', 'registry:departure', {
      op: 'registry.departure/1',
      args: { member: 'SG', with: 'TH' },
    });
    network.ledger.endorse = endorse;
    await administrator('VN', 'registry:registerMember', entry('VN', true));
    await network.caughtUp(sg);
    expect(await list(sg, customs, 'SG:officer-1', '?direction=author&state=OWED')).to.deep.equal([]);
    await administrator('SG', 'registry:registerMember', entry('SG', true));
    await until(
      async () =>
        (await list(sg, customs, 'SG:officer-1', '?direction=author&state=DELIVERED'))[0]?.commitment ===
        commitmentOf(decided.text),
    );
  });

  /** An act of a member that its own gateway never saw, naming a commitment of its choice. */
  async function cancelledWith(
    key: TestKey,
    code: 'VN' | 'TH',
    reference: CertificateReference,
    parcel: { readonly commitment: string; readonly readers: readonly string[] },
  ): Promise<string> {
    const jws = await signRequest(key, {
      ...network.now(),
      iss: `${code}:officer-1`,
      jti: testRequestId(),
      op: 'certificate.cancel/1',
      args: { reference },
      parcels: [{ box: `reason ${referenceText(reference)}`, ...parcel, readers: [...parcel.readers] }],
    });
    await network.ledger.act('certificate:cancel', jws, network.client(code));
    return parcelName(parseRequest(jws).actId, parcel.commitment);
  }
  const deliveriesTo = (member: string): number =>
    network.ledger.calls.filter(
      ({ transaction, args }) => transaction.endsWith('eliver') && args.at(-1) === member,
    ).length;

  for (const kept of ['in its journal', 'in its own collection'] as const)
    it(`is what its act put there, never contents ${kept} whose commitment another member names`, async () => {
      const again = depositsFail(kept === 'in its journal');
      const secret = network.document();
      await committed(vn, await network.issue(officer, [secret]));
      const text = canonicalText(secret);
      if (kept === 'in its own collection')
        await committed(vn, await sendRequest(officer, secret, network.now()));
      const thai = await network.enrol('TH:officer-1', ['signatory']);
      const reference = { ...secret.reference, member: 'TH' };
      const own = formD({
        ...network.document(),
        reference,
        declaration: { ...secret.declaration, importing: 'VN' },
      });
      for (const [transaction, request] of [
        ['certificate:issue', await network.issue(thai, [own], { iss: 'TH:officer-1' })],
        ['certificate:send', await sendRequest(thai, own, { ...network.now(), iss: 'TH:officer-1' })],
      ] as const)
        await network.ledger.act(transaction, request.jws, network.client('TH'));
      const parcel = { commitment: commitmentOf(text), readers: ['TH', 'VN'] };
      const name = await cancelledWith(thai, 'TH', reference, parcel);
      await network.caughtUp(vn);
      const [owed] = await list(vn, officer, 'VN:officer-1');
      expect(owed).to.include({ parcel: name, author: 'TH', state: 'OWED' });
      const asked = (method: 'GET' | 'POST', path: string) =>
        ask<{ code?: string }>(vn, network.audience, officer, `/v1/parcels/${name}/${path}`, { method });
      expect((await asked('POST', 'deliveries')).body.code).to.equal('PARCEL_NOT_RECEIVED');
      expect((await asked('GET', 'document')).body.code).to.equal('PARCEL_NOT_HELD');
      expect(deliveriesTo('TH')).to.equal(0);
      again();
    });

  it('is not taken from another act of the own member either: it stays owed, and says why', async () => {
    const again = depositsFail(true);
    const [secret, other] = [network.document(), network.document()];
    await committed(vn, await network.issue(officer, [secret, other]));
    const parcel = { commitment: commitmentOf(canonicalText(secret)), readers: ['VN'] };
    const name = await cancelledWith(officer, 'VN', other.reference, parcel);
    await network.caughtUp(vn);
    const listed = () =>
      ask<StatusAnswer>(vn, network.audience, officer, '/v1/status').then(({ body }) => body.deliveries);
    await until(async () => (await listed()).missing === 1);
    expect(deliveriesTo('VN')).to.equal(0);
    const read = await ask<{ code?: string }>(vn, network.audience, officer, `/v1/parcels/${name}/document`);
    expect(read.body.code).to.equal('PARCEL_NOT_HELD');
    again();
  });

  it('is delivered for each act by itself where two said the same', async () => {
    const documents = [network.document(), network.document()];
    await committed(vn, await network.issue(officer, documents));
    const text = canonicalText({ salt: salt(), reason: 'the shipment was called off' });
    const commitment = commitmentOf(text);
    const names: string[] = [];
    for (const { reference } of documents) {
      const jws = await signRequest(officer, {
        ...network.now(),
        iss: 'VN:officer-1',
        jti: testRequestId(),
        op: 'certificate.cancel/1',
        args: { reference },
        parcels: [{ box: `reason ${referenceText(reference)}`, commitment, readers: ['VN'] }],
      });
      await committed(vn, { jws, parcels: [text] });
      names.push(parcelName(parseRequest(jws).actId, commitment));
    }
    const owed = async () =>
      (await ask<StatusAnswer>(vn, network.audience, officer, '/v1/status')).body.deliveries.owed;
    await until(async () => (await owed()) === 0);
    for (const name of names) {
      const read = await ask(vn, network.audience, officer, `/v1/parcels/${name}/document`);
      expect(read.body).to.include({ document: text, commitment });
    }
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
