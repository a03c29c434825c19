import { expect } from 'chai';
import { parcelKey, certificateKey } from '../act/state-key.js';
import type { ParcelRecord } from '../parcel/records.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  certificateArgs,
  codeOf,
  commitment,
  confirmed,
  decideItems,
  decisionOf,
  freshSalt,
  issued,
  parcel,
  received,
  sent,
  START,
  step,
  type Issued,
  UNKNOWN_PARCEL,
  nameOf,
} from '../simulation/scene.js';
import { addDays } from '../calendar/calendar-date.js';
import { copyProblems } from './copies.js';
import { outcomeOn } from './decision-contents.js';
import { itemState } from './items.js';
import { transmissionOf } from './records.js';

const fresh = (): SimulatedLedger => new SimulatedLedger(START);
const onDay = (ledger: SimulatedLedger, day: string): void => {
  ledger.now = `${day}T05:00:00.000Z`;
};
const cancelled = (ledger: SimulatedLedger, one: Issued, by = 'VN:signatory') =>
  step(ledger, one, 'certificate.cancel/1', by, {}, 'reason');
const stateOf = (ledger: SimulatedLedger, one: Issued, item: number): string =>
  itemState(ledger.certificate(one.reference), ledger.reception(one.reference), item);

describe('issue [OCP 7.3] [note 1] [item limit] [OCP 26.1] [OCP 26.2] [OCP 1A] [OCP 2.2] [reading listed]', () => {
  const rows: readonly (readonly [string, Parameters<typeof certificateArgs>[0], string, string])[] = [
    ['under a form both apply', {}, 'VN:signatory', 'done'],
    ['by somebody who is no listed signatory', {}, 'VN:customs', 'ROLE_MISSING'],
    ['under a form that nobody knows', { form: 'ZZ' }, 'VN:signatory', 'FORM_UNKNOWN'],
    ['of a declaration, which is for certified exporters', { form: 'OD' }, 'VN:signatory', 'FORM_UNKNOWN'],
    ['to a member that does not exchange', { to: 'ASEAN' }, 'VN:signatory', 'MEMBER_UNKNOWN'],
    ['to a member of the form that has not registered', { to: 'BN' }, 'VN:signatory', 'MEMBER_UNKNOWN'],
    [
      'with exactly as many items as the form has',
      {
        quantities: Array.from({ length: 50 }, (_, index) => ({
          number: index + 1,
          value: '1',
          unit: 'KGM',
        })),
      },
      'VN:signatory',
      'done',
    ],
    [
      'with more items than the form has',
      {
        quantities: Array.from({ length: 51 }, (_, index) => ({
          number: index + 1,
          value: '1',
          unit: 'KGM',
        })),
      },
      'VN:signatory',
      'REQUEST_CLAIMS',
    ],
  ];
  for (const [name, options, by, code] of rows) {
    it(`${name}: ${code}`, async () => {
      const { args, issued: one } = certificateArgs(options);
      expect(
        await codeOf(
          fresh().act({
            by,
            op: 'certificate.issue/1',
            args: { certificates: [args] },
            parcels: [one.document],
          }),
        ),
      ).to.equal(code);
    });
  }
  it('of a number twice: NUMBER_USED', async () => {
    const ledger = fresh();
    await issued(ledger);
    expect(await codeOf(issued(ledger).then(() => undefined))).to.equal('NUMBER_USED');
  });
  it('[axis transmission] to a partner outside the ledger: transmission is OUTSIDE, only the issuing member reads', async () => {
    const ledger = fresh();
    const { args, issued: one } = certificateArgs({ form: 'E', to: 'CN' });
    await ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: { certificates: [args] },
      parcels: [{ ...one.document, readers: ['VN'] }],
    });
    expect(ledger.certificate(one.reference).transmission).to.equal('OUTSIDE');
    expect(await codeOf(cancelled(ledger, one))).to.equal('done');
  });
  it('[reading contents] with a third member among the readers: PARCEL_READERS', async () => {
    const { args, issued: one } = certificateArgs();
    const parcels = [{ ...one.document, readers: ['VN', 'SG', 'TH'] }];
    expect(
      await codeOf(
        fresh().act({
          by: 'VN:signatory',
          op: 'certificate.issue/1',
          args: { certificates: [args] },
          parcels,
        }),
      ),
    ).to.equal('PARCEL_READERS');
  });
});

describe('cancel [HB 5.1] [reading cancel] [axis validity]', () => {
  it('ends a certificate nobody has used, with its reason owed to the other state', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    const reason = await cancelled(ledger, one);
    expect(ledger.certificate(one.reference).validity).to.equal('CANCELLED');
    const entry = ledger.state.get(parcelKey(nameOf(ledger, reason))) as ParcelRecord;
    expect(entry).to.include({ author: 'VN', box: 'reason VN.HAN.1' });
    expect(entry.readers).to.deep.equal(['SG']);
  });
  it('before sending owes its reason to nobody', async () => {
    const ledger = fresh();
    const one = await issued(ledger);
    const reason = await cancelled(ledger, one);
    const entry = ledger.state.get(parcelKey(nameOf(ledger, reason))) as ParcelRecord;
    expect(entry.readers).to.deep.equal([]);
  });
  it('is refused once an item is given', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await decideItems(ledger, one, [2], true);
    expect(await codeOf(cancelled(ledger, one))).to.equal('CERTIFICATE_UTILISED');
  });
  it('is open while items are refused only', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await decideItems(ledger, one, [1, 2], false);
    expect(await codeOf(cancelled(ledger, one))).to.equal('done');
  });
  it('is refused to the importing member, twice, and without a reason', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    expect(await codeOf(cancelled(ledger, one, 'SG:signatory'))).to.equal('OTHER_MEMBER');
    expect(await codeOf(step(ledger, one, 'certificate.cancel/1', 'VN:signatory'))).to.equal(
      'PARCEL_MISSING',
    );
    await cancelled(ledger, one);
    expect(await codeOf(cancelled(ledger, one))).to.equal('CERTIFICATE_NOT_VALID');
  });
  it('is refused to who has not seen the last act', async () => {
    const ledger = fresh();
    const one = await sent(ledger);
    const after = ledger.certificate(one.reference).lastAct;
    await ledger.act({
      by: 'SG:system',
      op: 'certificate.receive/1',
      args: { reference: one.reference, commitment: commitment(one.document) },
    });
    const parcels = [parcel('reason', one.reference, ['VN', 'SG'])];
    const act = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.cancel/1',
      args: { reference: one.reference },
      parcels,
      after,
    });
    expect(await codeOf(act)).to.equal('AFTER_MISMATCH');
  });
  it('revoking ends a utilised certificate too', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    await step(ledger, one, 'certificate.revoke/1', 'VN:signatory', {}, 'reason');
    expect(ledger.certificate(one.reference).validity).to.equal('REVOKED');
    expect(await codeOf(decideItems(ledger, one, [2], true))).to.equal('CERTIFICATE_NOT_VALID');
  });
});

describe('replace [OCP 9] [OCP 29.4] [reading replacing]', () => {
  const replaced = async (ledger: SimulatedLedger, one: Issued, number = '2', issuedOn = '2026-03-03') => {
    const next = certificateArgs({ number, issued: issuedOn });
    const readers = ['VN', ...((ledger.reception(one.reference) as unknown) === undefined ? [] : ['SG'])];
    return ledger.act({
      by: 'VN:signatory',
      op: 'certificate.replace/1',
      args: { reference: one.reference, certificate: next.args },
      parcels: [next.issued.document, parcel('reason', one.reference, readers)],
    });
  };
  it('issues the new one and ends the old one in one step, linked both ways', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await decideItems(ledger, one, [1], false);
    await replaced(ledger, one);
    expect(ledger.certificate(one.reference)).to.include({ validity: 'REPLACED', replacedBy: 'VN.HAN.2' });
    expect(ledger.certificate({ ...one.reference, number: '2' })).to.include({
      validity: 'VALID',
      replaces: 'VN.HAN.1',
      transmission: 'ISSUED',
    });
  });
  it('is refused once an item is given, under a number in use, and for a certificate that ended', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    expect(await codeOf(replaced(ledger, one, '1'))).to.equal('NUMBER_USED');
    await decideItems(ledger, one, [1], true);
    expect(await codeOf(replaced(ledger, one))).to.equal('CERTIFICATE_UTILISED');
    const other = await issued(ledger, { number: '3' });
    await replaced(ledger, other, '4');
    expect(await codeOf(replaced(ledger, other, '5'))).to.equal('CERTIFICATE_NOT_VALID');
  });
  it('asks rule 10 anew: a new certificate after departure is marked', async () => {
    const ledger = fresh();
    const one = await issued(ledger);
    onDay(ledger, '2026-03-10');
    const next = certificateArgs({ number: '2', issued: '2026-03-10' });
    const act = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.replace/1',
      args: { reference: one.reference, certificate: { ...next.args, departure: '2026-03-03' } },
      parcels: [next.issued.document, parcel('reason', one.reference, ['VN'])],
    });
    expect(await codeOf(act)).to.equal('RETROACTIVE_FLAG');
  });
});

describe('copies and re-issue [OCP 12] [OCP 29.1] [reading re-issue]', () => {
  const rows: readonly (readonly [string, string | undefined, string, string])[] = [
    ['certificate.reissue/1', undefined, '2027-03-03', 'done'],
    ['certificate.reissue/1', undefined, '2027-03-04', 'TOO_LATE'],
    ['certificate.true-copy/1', 'cause', '2027-03-03', 'done'],
    ['certificate.true-copy/1', 'cause', '2027-03-04', 'TOO_LATE'],
    ['certificate.true-copy/1', undefined, '2026-03-04', 'PARCEL_MISSING'],
  ];
  it('a true copy says why: theft, loss or destruction', () => {
    const salt = freshSalt();
    expect(copyProblems({ salt, cause: 'LOSS' })).to.deep.equal([]);
    expect(copyProblems({ salt, cause: 'BORED' })).to.deep.equal(['cause']);
  });
  for (const [op, kind, day, code] of rows) {
    it(`${op} on ${day} of a certificate of 2026-03-03: ${code}`, async () => {
      const ledger = fresh();
      const one = await issued(ledger);
      const before = ledger.certificate(one.reference);
      onDay(ledger, day);
      expect(await codeOf(step(ledger, one, op, 'VN:signatory', {}, kind))).to.equal(code);
      const { commitment: contents, issued: date, expires, items } = ledger.certificate(one.reference);
      expect({ commitment: contents, issued: date, expires, items }).to.deep.equal({
        commitment: before.commitment,
        issued: before.issued,
        expires: before.expires,
        items: before.items,
      });
    });
  }
});

describe('transmission [axis transmission] [OCP 29.3]', () => {
  it('goes ISSUED, SENT, NOT_RECEIVED, SENT, RECEIVED, and NOT_RECEIVED again after a loss of data', async () => {
    const ledger = fresh();
    const one = await issued(ledger);
    const way: string[] = [];
    const note = (): void => {
      way.push(transmissionOf(ledger.certificate(one.reference), ledger.reception(one.reference)));
    };
    note();
    await ledger.act({
      by: 'VN:system',
      op: 'certificate.send/1',
      args: { reference: one.reference, importing: 'SG' },
      parcels: [one.document],
    });
    note();
    await step(ledger, one, 'certificate.not-received/1', 'SG:system');
    note();
    await step(ledger, one, 'certificate.resend/1', 'VN:system');
    note();
    await ledger.act({
      by: 'SG:system',
      op: 'certificate.receive/1',
      args: { reference: one.reference, commitment: commitment(one.document) },
    });
    note();
    await step(ledger, one, 'certificate.not-received/1', 'SG:system');
    note();
    expect(way).to.deep.equal(['ISSUED', 'SENT', 'NOT_RECEIVED', 'SENT', 'RECEIVED', 'NOT_RECEIVED']);
  });
  it('nobody sends again what nobody asked for, or asks twice', async () => {
    const ledger = fresh();
    const one = await sent(ledger);
    expect(await codeOf(step(ledger, one, 'certificate.resend/1', 'VN:system'))).to.equal(
      'CERTIFICATE_ALREADY_SENT',
    );
    await step(ledger, one, 'certificate.not-received/1', 'SG:system');
    expect(await codeOf(step(ledger, one, 'certificate.not-received/1', 'SG:system'))).to.equal(
      'CERTIFICATE_NOT_RECEIVED',
    );
    expect(await codeOf(step(ledger, one, 'certificate.not-received/1', 'TH:system'))).to.equal(
      'OTHER_MEMBER',
    );
  });
});

describe('parcels owed [clock start] [OCP 17.5]', () => {
  it('are OWED by the act, DELIVERED by bytes in the collection, RECEIVED by the reader alone, once', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    const decision = await decideItems(ledger, one, [1], false);
    const name = nameOf(ledger, decision);
    const receive = (by: string) => ledger.act({ by, op: 'parcel.receive/1', args: { parcel: name } });
    expect(await codeOf(receive('VN:customs'))).to.equal('PARCEL_NOT_HELD');
    ledger.deliver(name, 'VN');
    expect(await codeOf(receive('TH:customs'))).to.equal('NOT_A_READER');
    expect(await codeOf(receive('SG:customs'))).to.equal('NOT_A_READER');
    expect(await codeOf(receive('VN:customs'))).to.equal('done');
    expect(await codeOf(receive('VN:customs'))).to.equal('PARCEL_ALREADY_RECEIVED');
    expect(
      await codeOf(
        ledger.act({ by: 'VN:customs', op: 'parcel.receive/1', args: { parcel: UNKNOWN_PARCEL } }),
      ),
    ).to.equal('PARCEL_UNKNOWN');
  });
  it('are the act’s own: under one commitment each act owes a parcel, and each is received for itself', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    const said = parcel('decision', one.reference, ['VN', 'SG']);
    const names: string[] = [];
    for (const items of [[1], [2]]) {
      const args = { reference: one.reference, items };
      await ledger.act({ by: 'SG:customs', op: 'certificate.decide/1', args, parcels: [said] });
      names.push(ledger.nameOf(said));
    }
    const [first = '', second = ''] = names;
    const entries = names.map((name) => ledger.state.get(parcelKey(name)) as ParcelRecord);
    expect(entries.map((entry) => entry.commitment)).to.deep.equal([commitment(said), commitment(said)]);
    expect(new Set(entries.map(({ lastAct }) => lastAct)).size).to.equal(2);
    ledger.deliver(first, 'VN');
    const receive = (name: string) =>
      codeOf(ledger.act({ by: 'VN:customs', op: 'parcel.receive/1', args: { parcel: name } }));
    expect(await receive(second)).to.equal('PARCEL_NOT_HELD');
    expect(await receive(first)).to.equal('done');
    ledger.deliver(second, 'VN');
    expect(await receive(second)).to.equal('done');
  });
  it('name contents that others committed to as little as those that are the reader’s own', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    // A third member's certificate, called off with the commitment of another's document as its reason.
    const own = await received(ledger, { from: 'TH', to: 'VN' });
    const reason = { ...one.document, box: 'reason TH.HAN.1', readers: ['TH', 'VN'] };
    await ledger.act({
      by: 'TH:signatory',
      op: 'certificate.cancel/1',
      args: { reference: own.reference },
      parcels: [reason],
    });
    const name = ledger.nameOf(reason);
    expect(ledger.holds('VN', certificateKey(one.reference), commitment(one.document))).to.equal(true);
    const receive = ledger.act({ by: 'VN:customs', op: 'parcel.receive/1', args: { parcel: name } });
    expect(await codeOf(receive)).to.equal('PARCEL_NOT_HELD');
  });
});

describe('decide [axis preference] [OCP 13.2] [OCP 30.3] [OCP 16.3]', () => {
  it('decides each item by itself; the others stay as they were', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await decideItems(ledger, one, [1], false);
    expect([stateOf(ledger, one, 1), stateOf(ledger, one, 2)]).to.deep.equal(['DECIDED', 'PENDING']);
  });
  const refusals: readonly (readonly [string, readonly number[], string, string])[] = [
    ['an item that is not there', [3], '2026-03-03', 'ITEM_UNKNOWN'],
    ['presented before issue', [1], '2026-03-02', 'PRESENTED_DATE'],
    ['presented tomorrow', [1], '2026-03-04', 'PRESENTED_DATE'],
  ];
  for (const [name, items, presented, code] of refusals) {
    it(`${name}: ${code}`, async () => {
      const ledger = fresh();
      const one = await received(ledger);
      expect(await codeOf(decideItems(ledger, one, items, true, presented))).to.equal(code);
    });
  }
  it('before receipt: CERTIFICATE_NOT_RECEIVED; twice: ITEM_DECIDED', async () => {
    const ledger = fresh();
    const one = await sent(ledger);
    expect(await codeOf(decideItems(ledger, one, [1], true))).to.equal('CERTIFICATE_NOT_RECEIVED');
    const other = await received(ledger, { number: '2' });
    await decideItems(ledger, other, [1], false);
    expect(await codeOf(decideItems(ledger, other, [1], true))).to.equal('ITEM_DECIDED');
  });
  it('[Annex 6(c)] [reading PC] gives no preference to goods under partial cumulation', async () => {
    const ledger = fresh();
    const one = await received(ledger, { partialCumulation: true });
    expect(await codeOf(decideItems(ledger, one, [1], true))).to.equal('NO_PREFERENCE');
    expect(await codeOf(decideItems(ledger, one, [1, 2], false))).to.equal('done');
  });
  it('[OCP 16.2] releases items while their classification is open, and decides them later', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    await step(
      ledger,
      one,
      'certificate.open-classification/1',
      'SG:customs',
      { items: [1] },
      'classification',
    );
    expect(stateOf(ledger, one, 1)).to.equal('CLASSIFICATION_OPEN');
    expect(ledger.reception(one.reference).utilised).to.equal(false);
    await decideItems(ledger, one, [1], true);
    expect(stateOf(ledger, one, 1)).to.equal('DECIDED');
    expect(ledger.reception(one.reference)).not.to.have.property('classificationOpen');
  });
});

describe('clarify and reassess [OCP 13.4] [OCP 30.4] [OCP 17.4]', () => {
  it('go round as often as it takes, each answering what was received', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    let decision = await decideItems(ledger, one, [1, 2], false);
    for (let round = 0; round < 3; round++) {
      const ground = await confirmed(ledger, decision, 'VN');
      const clarification = await step(
        ledger,
        one,
        'certificate.clarify/1',
        'VN:signatory',
        { answers: ground },
        'clarification',
        { items: [{ number: 1, clarification: 'as measured' }] },
      );
      // Of which items it says something stands in it alone.
      expect([stateOf(ledger, one, 1), stateOf(ledger, one, 2)]).to.deep.equal(['CLARIFIED', 'CLARIFIED']);
      const answers = await confirmed(ledger, clarification, 'SG');
      const again = { items: [1], answers };
      const said = decisionOf(one.reference, [1], round === 2);
      decision = await step(ledger, one, 'certificate.reassess/1', 'SG:customs', again, 'decision', said);
      expect(stateOf(ledger, one, 1)).to.equal('DECIDED');
    }
    expect(outcomeOn(ledger.contents(decision === undefined ? '' : commitment(decision)), 1)).to.equal(
      'GIVEN',
    );
  });
  it('are refused without a decision, without receipt, and without a clarification', async () => {
    const ledger = fresh();
    const one = await received(ledger);
    const decision = await decideItems(ledger, one, [1], false);
    const ground = nameOf(ledger, decision);
    const clarifying = (answers: string) =>
      step(ledger, one, 'certificate.clarify/1', 'VN:signatory', { answers }, 'clarification');
    expect(await codeOf(clarifying(UNKNOWN_PARCEL))).to.equal('ITEM_NOT_DECIDED');
    expect(await codeOf(clarifying(ground))).to.equal('PARCEL_NOT_RECEIVED');
    const again = { items: [1], answers: ground };
    expect(
      await codeOf(step(ledger, one, 'certificate.reassess/1', 'SG:customs', again, 'decision')),
    ).to.equal('ITEM_NOT_CLARIFIED');
  });
});

describe('presented late [OCP 14(a)] [OCP 14(b)] [OCP 14(c)]', () => {
  const late = async () => {
    const ledger = fresh();
    const one = await received(ledger);
    onDay(ledger, '2027-03-10');
    return { ledger, one };
  };
  it('gives no preference unless it is accepted late, and may refuse it', async () => {
    const { ledger, one } = await late();
    expect(await codeOf(decideItems(ledger, one, [1], true, '2027-03-03'))).to.equal('done');
    expect(await codeOf(decideItems(ledger, one, [2], true, '2027-03-04'))).to.equal('PRESENTED_LATE');
    expect(await codeOf(decideItems(ledger, one, [2], false, '2027-03-04'))).to.equal('done');
  });
  const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ ground: 'FORCE_MAJEURE' }, 'done'],
    [{ ground: 'OTHER_VALID_CAUSE' }, 'done'],
    [{ ground: 'IMPORTED_IN_TIME', imported: '2027-03-03' }, 'done'],
    [{ ground: 'IMPORTED_IN_TIME', imported: '2027-03-04' }, 'IMPORTED_LATE'],
    [{ ground: 'IMPORTED_IN_TIME' }, 'IMPORTED_LATE'],
    [{ ground: 'IMPORTED_IN_TIME', imported: '2027-02-29' }, 'REQUEST_CLAIMS'],
    [{ ground: 'FORCE_MAJEURE', imported: '2027-03-06' }, 'REQUEST_CLAIMS'],
    [{ ground: 'FORCE_MAJEURE', presentedOn: '2027-03-03' }, 'PRESENTED_IN_TIME'],
  ];
  for (const [args, code] of rows) {
    it(`${JSON.stringify(args)}: ${code}`, async () => {
      const { ledger, one } = await late();
      const accepted = step(ledger, one, 'certificate.accept-late/1', 'SG:customs', {}, 'cause', {
        presentedOn: '2027-03-05',
        cause: 'a storm',
        ...args,
      });
      expect(await codeOf(accepted)).to.equal(code);
      const given = await codeOf(decideItems(ledger, one, [1], true, '2027-03-05'));
      expect(given).to.equal(code === 'done' ? 'done' : 'PRESENTED_LATE');
      // The acceptance is of that presentation and of no other.
      expect(await codeOf(decideItems(ledger, one, [2], true, '2027-03-06'))).to.equal('PRESENTED_LATE');
    });
  }
  it('days count in the zone of the importing member', async () => {
    const { ledger, one } = await late();
    ledger.now = '2027-03-10T16:30:00.000Z';
    expect(await codeOf(decideItems(ledger, one, [1], false, addDays('2027-03-10', 1)))).to.equal('done');
  });
});
