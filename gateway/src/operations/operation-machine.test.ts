import { expect } from 'chai';
import { calendarDateAt, OriginError, type Operation } from '@origin-ledger/model';
import {
  issueRequest,
  mirrored,
  registerMemberRequest,
  sendRequest,
  type TestKey,
} from '@origin-ledger/model/testing';
import { ask, submit, TestNetwork, until } from '../testing/test-network.js';

describe('operations', () => {
  let network: TestNetwork;
  let officer: TestKey;

  beforeEach(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
  });
  const clockOfThisMachine = Date.now;
  let clock = clockOfThisMachine;
  beforeEach(() => {
    Date.now = () => clock();
  });
  afterEach(async () => {
    await network.close();
    clock = Date.now = clockOfThisMachine;
  });

  const acts = (): number =>
    network.ledger.calls.filter(({ transaction }) => transaction === 'certificate:issue').length;

  it('commits a request once and answers its result', async () => {
    const gateway = await network.start();
    const answer = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(answer.status).to.equal(201);
    expect(answer.body.state).to.equal('COMMITTED');
    expect(answer.body.result).to.have.nested.property('certificates[0].reference');
    expect(answer.headers.get('location')).to.equal(`/v1/operations/${answer.body.id}`);
  });

  it('answers a repeated request, mirrored signature included, with the first result and never acts twice', async () => {
    const gateway = await network.start();
    const request = await network.issue(officer, [network.document()]);
    const first = await submit(gateway, request);
    for (const jws of [request.jws, mirrored(request.jws)]) {
      const again = await submit(gateway, { jws, parcels: request.parcels });
      expect(again.status).to.equal(200);
      expect(again.body.replayed).to.equal(true);
      expect(again.body.transactionId).to.equal(first.body.transactionId);
      expect(again.body.result).to.deep.equal(first.body.result);
    }
    expect(acts()).to.equal(1);
  });

  it('takes ten arrivals of one request at once as one operation', async () => {
    const gateway = await network.start();
    const request = await network.issue(officer, [network.document()]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(gateway, request)));
    expect(new Set(answers.map(({ body }) => body.transactionId)).size).to.equal(1);
    expect(acts()).to.equal(1);
  });

  it('refuses the same jti with other contents', async () => {
    const gateway = await network.start();
    const first = await network.issue(officer, [network.document()], { jti: `${'b'.repeat(21)}A` });
    const other = await network.issue(officer, [network.document()], { jti: `${'b'.repeat(21)}A` });
    await submit(gateway, first);
    const answer = await submit(gateway, other);
    expect([answer.status, answer.body.code]).to.deep.equal([409, 'JTI_REUSED']);
  });

  it('passes on what a contract refuses, with its code and boxes', async () => {
    const gateway = await network.start();
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    const answer = await submit(gateway, await network.issue(officer, [document]));
    expect([answer.status, answer.body.code]).to.deep.equal([409, 'NUMBER_USED']);
    expect(answer.body.boxes).to.deep.equal(['args.certificates[0].number']);
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
  });

  it('takes an error at sending for no verdict: an envelope refused and ordered all the same is committed', async () => {
    const gateway = await network.start();
    network.ledger.submitFaults.push('refused-but-ordered');
    const answer = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(answer.body.state).to.equal('COMMITTED');
    expect(acts()).to.equal(1);
  });

  it('sends the same envelope again when it never arrived', async () => {
    const gateway = await network.start();
    network.ledger.submitFaults.push('lost', 'lost');
    const answer = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(answer.body.state).to.equal('COMMITTED');
    expect(acts()).to.equal(1);
    const sent = network.ledger.submitted.filter((id) => id === answer.body.transactionId);
    expect(sent).to.have.length(3);
  });

  it('proposes anew after a conflict with another transaction, and only then', async () => {
    const gateway = await network.start();
    network.ledger.conflicts = 2;
    const answer = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(answer.body.state).to.equal('COMMITTED');
    expect(acts()).to.equal(3);
    expect(new Set(network.ledger.submitted.slice(-3)).size).to.equal(3);
  });

  it('proposes anew where somebody had rubbish ordered under its transaction’s id first', async () => {
    const gateway = await network.start();
    network.ledger.takenIds = 1;
    const { body } = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(body.state).to.equal('COMMITTED');
    expect(acts()).to.equal(2);
  });

  it('waits in the journal while the ledger is down, says what for, and goes on by itself', async () => {
    const gateway = await network.start();
    network.ledger.endorseFaults.push(
      ...Array.from({ length: 3 }, () => new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' })),
    );
    const request = await network.issue(officer, [network.document()]);
    const early = await submit(gateway, request, 0);
    expect(early.status).to.equal(202);
    const path = `/v1/operations/${early.body.id}`;
    await until(
      async () => (await ask<Operation>(gateway, network.audience, officer, path)).body.state === 'COMMITTED',
    );
  });

  it('takes the refusal of a peer that is behind for no verdict, however long it takes to come up', async () => {
    const gateway = await network.start();
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    network.ledger.endorseFaults.push(
      ...Array.from({ length: 12 }, () => new OriginError('CERTIFICATE_UNKNOWN', { stage: 'contract' })),
    );
    const answer = await submit(gateway, await sendRequest(officer, document, network.now()));
    expect([answer.body.state, network.ledger.endorseFaults.length]).to.deep.equal(['COMMITTED', 0]);
  });

  it('ends nothing by a clock of its own that peers do not bear, and goes on once it is right', async () => {
    const gateway = await network.start();
    const request = await network.issue(officer, [network.document()], { lifetime: 8 });
    network.ledger.outsideWindow = true;
    const { body } = await submit(gateway, request, 0);
    const path = `/v1/operations/${body.id}`;
    const stands = async (): Promise<Operation> =>
      (await ask<Operation>(gateway, network.audience, officer, path)).body;
    // Its request has expired meanwhile, by whatever clock.
    const expires = Date.now() + 8_500;
    await until(() => Date.now() > expires);
    expect([(await stands()).state, (await stands()).problem?.code]).to.deep.equal([
      'RECEIVED',
      'TIMESTAMP_OUTSIDE_WINDOW',
    ]);
    const late = await submit(
      gateway,
      await network.issue(officer, [network.document()], { iat: 1_700_000_000 }),
    );
    expect([late.status, late.body.code]).to.deep.equal([503, 'TIMESTAMP_OUTSIDE_WINDOW']);
    network.ledger.outsideWindow = false;
    await until(async () => (await stands()).state === 'REJECTED');
    expect((await stands()).problem?.code).to.equal('REQUEST_EXPIRED');
  }).timeout(60_000);

  it('rejects a waiting operation once its request has expired', async () => {
    const gateway = await network.start();
    network.ledger.endorseFaults.push(
      ...Array.from({ length: 1000 }, () => new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' })),
    );
    const request = await network.issue(officer, [network.document()], { lifetime: 2 });
    const answer = await submit(gateway, request);
    expect([answer.status, answer.body.code]).to.deep.equal([400, 'REQUEST_EXPIRED']);
  });

  it('ends what waited over midnight with the word to sign it anew: its legal date is the day of record', async () => {
    const gateway = await network.start();
    // Where it is noon now, it is past midnight thirteen hours later.
    const now = new Date();
    const utcOffsetMinutes = 720 - now.getUTCHours() * 60 - now.getUTCMinutes();
    const admin = network.admin('VN');
    const { jws } = await registerMemberRequest(admin.key, 'VN', { utcOffsetMinutes }, network.now());
    await network.ledger.act('registry:registerMember', jws, admin);
    await network.caughtUp(gateway);
    const today = calendarDateAt(now.getTime(), utcOffsetMinutes);
    const { transport, declaration, certification } = network.document();
    const document = network.document({
      transport: { ...transport, departure: today },
      declaration: { ...declaration, date: today },
      certification: { ...certification, date: today },
    });
    network.ledger.down = true;
    const early = await submit(gateway, await network.issue(officer, [document]), 0);
    expect(early.status).to.equal(202);
    clock = () => clockOfThisMachine() + 13 * 3_600_000;
    network.ledger.down = false;
    const path = `/v1/operations/${early.body.id}`;
    const read = async () => (await ask<Operation>(gateway, network.audience, officer, path)).body;
    await until(async () => (await read()).state === 'REJECTED');
    const { problem } = await read();
    expect([problem?.code, problem?.retry]).to.deep.equal(['SIGNED_ANOTHER_DAY', 'never']);
    expect(problem?.boxes).to.deep.equal(['args.certificates[0].issued']);
    expect(problem?.remedy).to.match(/^Sign it anew/);
  });

  it('withdraws on the ledger what stayed unknown until it expired', async () => {
    const gateway = await network.start();
    network.ledger.losing = 'certificate:issue';
    const request = await network.issue(officer, [network.document()], { lifetime: 8 });
    const answer = await submit(gateway, request, 20);
    expect(answer.body.code).to.equal('REQUEST_WITHDRAWN');
  });

  it('hands a sending to the two states by name, with the bytes held since the issue when none are brought', async () => {
    const gateway = await network.start();
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    const sending = await sendRequest(officer, document, network.now());
    const answer = await submit(gateway, { jws: sending.jws, parcels: [] });
    expect(answer.body.state).to.equal('COMMITTED');
    const call = network.ledger.calls.find(({ transaction }) => transaction === 'certificate:send');
    expect(call?.endorsers).to.have.members(['VNMSP', 'SGMSP']);
    expect(Object.keys(call?.transient ?? {})).to.deep.equal(sending.commitments);
    const issue = network.ledger.calls.find(({ transaction }) => transaction === 'certificate:issue');
    expect(issue?.transient).to.equal(undefined);
  });

  it('deposits issued contents with the own peer alone, and forgets its copy', async () => {
    const gateway = await network.start();
    const documents = [network.document(), network.document()];
    await submit(gateway, await network.issue(officer, documents));
    const owed = async () =>
      (await ask<{ deposits: { owed: number } }>(gateway, network.audience, officer, '/v1/status')).body
        .deposits.owed;
    await until(async () => (await owed()) === 0);
    const deposits = network.ledger.calls.filter(({ transaction }) => transaction === 'certificate:deposit');
    expect(deposits).to.have.length(1);
    expect(deposits[0]?.endorsers).to.deep.equal(['VNMSP']);
  });

  for (const moment of [
    'before its proposal',
    'between endorsement and sending',
    'after a sending refused as unavailable',
  ] as const) {
    it(`finishes after a crash ${moment}, exactly once`, async () => {
      const gateway = await network.start();
      const port = network.ledger.portFor(network.client('VN'));
      const request = await issueRequest(officer, [network.document()], network.now());
      if (moment === 'before its proposal')
        network.ledger.endorseFaults.push(
          ...Array.from({ length: 100 }, () => new OriginError('LEDGER_UNAVAILABLE')),
        );
      if (moment === 'between endorsement and sending')
        network.ledger.submitFaults.push(...Array.from({ length: 100 }, () => 'lost' as const));
      if (moment === 'after a sending refused as unavailable') {
        network.ledger.held = true;
        network.ledger.submitFaults.push('refused-but-ordered');
      }
      const { body } = await submit(gateway, request, 0);
      await until(() => acts() > 0);
      // Closing leaves what is not settled to the journal, as a crash does: nothing is written on the way out.
      await gateway.close();
      network.ledger.endorseFaults.length = 0;
      network.ledger.submitFaults.length = 0;
      if (network.ledger.held) network.ledger.release();
      const again = await network.start('VN', { ledger: port });
      const path = `/v1/operations/${body.id}`;
      await until(
        async () => (await ask<Operation>(again, network.audience, officer, path)).body.state === 'COMMITTED',
      );
      const list = await ask<{ items: unknown[] }>(again, network.audience, officer, '/v1/certificates');
      expect(list.body.items).to.have.length(1);
    }).timeout(20_000);
  }
});
