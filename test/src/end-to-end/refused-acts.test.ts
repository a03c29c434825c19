import { addMonths, calendarDateAt, parcelName, referenceText } from '@origin-ledger/model';
import {
  certificateActs,
  freshDeclarationReference,
  newExporterLink,
  OriginApiError,
  selfCertificationActs,
  type DocumentToIssue,
  type OriginClient,
  type OriginDeclaration,
} from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';

const PATIENCE_SECONDS = 60;

/** Acts that rules refuse as a whole, with what is wrong, and those that leave the ledger: by the SDK. */
describe('what is refused as a whole, and what goes beyond the ledger', function () {
  this.timeout(240_000);
  let world: World;
  let vietnam: OriginClient;
  let exporter: OriginClient;
  let singapore: OriginClient;
  const coffee = sampleDocument('vn-sg-coffee');
  const departure = inDays(3);

  before(async () => {
    world = await World.start({ members: ['VN', 'SG'] });
    vietnam = world.client(await world.enrol('VN:officer-1', ['signatory']));
    exporter = world.client(await world.enrol('VN:exporter-1', ['exporter']));
    singapore = world.client(await world.enrol('SG:officer-1', ['customs']));
  });
  after(async () => {
    await world.close();
  });

  const refusalOf = async (act: Promise<unknown>): Promise<OriginApiError> => {
    try {
      await act;
    } catch (error) {
      if (error instanceof OriginApiError) return error;
      throw error;
    }
    throw new Error('not refused');
  };
  const refused = async (act: Promise<unknown>): Promise<string> => (await refusalOf(act)).code;
  const today = (): string => calendarDateAt(Date.now(), 420);
  const document = (number: string, changes: Partial<DocumentToIssue> = {}): DocumentToIssue => ({
    ...coffee,
    ...changes,
    reference: { member: 'VN', office: 'BAT', number },
  });
  const unknown = (name: string) => refused(vietnam.certificate(name));

  it('a batch is issued whole or not at all, and the refusal lists what is wrong', async () => {
    const { prepared } = await vietnam.issue([document('1')], { departure });
    expect(prepared.references).to.deep.equal(['VN.BAT.1']);
    const used = await refusalOf(vietnam.issue([document('2'), document('1'), document('3')], { departure }));
    expect([used.code, ...used.boxes]).to.deep.equal(['NUMBER_USED', 'args.certificates[1].number']);
    const wrong = coffee.items.map((item) => ({ ...item, originCriterion: 'PE', hs: '000000' }));
    const invalid = await refusalOf(
      vietnam.issue([document('2'), document('3', { items: wrong })], { departure }),
    );
    expect(invalid.code).to.equal('DOCUMENT_INVALID');
    expect(invalid.boxes).to.include.members(['documents[1].items[0].hs', 'documents[1].items[1].hs']);
    for (const name of ['VN.BAT.2', 'VN.BAT.3']) expect(await unknown(name)).to.equal('CERTIFICATE_UNKNOWN');
    await vietnam.issue(
      ['2', '3', '4'].map((number) => document(number)),
      { departure },
    );
    expect((await vietnam.certificate('VN.BAT.4')).transmission).to.equal('ISSUED');
  });

  it('a certificate for a partner outside is OUTSIDE: never sent or decided, yet replaced, cancelled and verified', async () => {
    const outside = { ...coffee, form: 'CPTPP', consignee: { ...coffee.consignee, country: 'JP' } };
    const options = { office: 'OUT', departure, importing: 'JP' };
    const { prepared } = await vietnam.issue([outside], options);
    const [name = ''] = prepared.references;
    const view = await eventually(() => singapore.certificate(name), PATIENCE_SECONDS);
    expect([view.transmission, view.reception]).to.deep.equal(['OUTSIDE', undefined]);
    expect((await singapore.verification(name)).status).to.equal('VALID');
    expect(await refused(singapore.document(name))).to.equal('NOT_A_READER');
    expect(await refused(vietnam.send(name))).to.be.oneOf(['CERTIFICATE_OUTSIDE', 'MEMBER_UNKNOWN']);
    expect(await refused(vietnam.act(name, certificateActs.resend()))).to.equal('CERTIFICATE_OUTSIDE');
    expect(await refused(vietnam.deliver(name))).to.equal('MEMBER_UNKNOWN');
    await vietnam.replace(name, outside, 'a box was wrong', options);
    const { record } = await vietnam.certificate(name);
    expect(record.validity).to.equal('REPLACED');
    const replacement = record.replacedBy ?? '';
    await vietnam.cancel(replacement, 'called off');
    await eventually(async () => {
      const { status, checks } = await singapore.verification(replacement);
      expect(status).to.equal('INVALID');
      expect(checks.find((check) => check.status === 'INVALID')).to.include({
        reason: 'CANCELLED',
      });
    }, PATIENCE_SECONDS);
    const { hops, work } = await vietnam.tracking(replacement);
    expect([hops.map(({ hop }) => hop), work]).to.deep.equal([['ISSUED'], []]);
  });

  it('origin declarations are honoured or refused by the register as it was on their day', async () => {
    const issued = addMonths(today(), -30);
    const { link, salt } = newExporterLink('VN.SHC', 'VN:exporter-1');
    const entry = {
      code: 'SHC',
      authorisation: 'VN/SHC/2023',
      name: 'Song Hong Ceramics',
      address: '1 Ly Thuong Kiet, Ha Noi',
      link,
      products: [{ hs: '691110', description: 'Porcelain tableware' }],
      signatories: ['VN:director-1'],
      issued,
      trader: false,
    };
    const confirmed = [
      ...(['REGISTERED', 'SIGNATORIES_KNOW_RULES', 'EXPORT_EXPERIENCE'] as const),
      ...(['NO_ORIGIN_FRAUD', 'GOOD_COMPLIANCE', 'SOUND_BOOKS'] as const),
    ];
    const authorise = (more: object) =>
      vietnam.performAct(selfCertificationActs.authorise({ ...entry, confirmed, ...more }));
    const unmet = await refusalOf(authorise({ confirmed: confirmed.slice(1) }));
    expect([unmet.code, ...unmet.boxes]).to.deep.equal(['EXPORTER_CONDITIONS', 'args.confirmed.REGISTERED']);
    await authorise({});
    const declare = async (
      number: string,
      { date = today(), hs = '691110', signatory = 'VN:director-1' } = {},
    ): Promise<string> => {
      const declaration: OriginDeclaration = {
        ...coffee,
        form: 'OD',
        reference: freshDeclarationReference('VN'),
        exporter: { name: entry.name, address: entry.address, country: 'VN' },
        transport: { ...coffee.transport, departure: date },
        items: coffee.items.slice(0, 1).map((item) => ({
          ...item,
          description: 'Porcelain tableware',
          hs,
          invoices: [{ number, date }],
        })),
        declaration: { ...coffee.declaration, date },
        certification: { place: 'Ha Noi', date, signatory },
        selfCertification: { exporter: 'SHC', link: salt, medium: 'INVOICE', number, digest: 'd'.repeat(64) },
      };
      await exporter.performAct(selfCertificationActs.declareOrigin(declaration));
      return referenceText(declaration.reference);
    };
    expect(await refused(declare('1', { hs: '691200' }))).to.equal('PRODUCT_NOT_LISTED');
    expect(await refused(declare('1', { signatory: 'VN:director-2' }))).to.equal('SIGNATORY_NOT_LISTED');
    expect(await refused(declare('1', { date: addMonths(today(), -31) }))).to.equal('EXPORTER_NOT_LISTED');
    const first = await declare('1');
    // Its number on the ledger is another, and what it stands on is the same.
    expect(await refused(declare('1'))).to.equal('NUMBER_USED');
    const suspended = { code: 'SHC', state: 'SUSPENDED' as const, from: today() };
    await vietnam.performAct(selfCertificationActs.changeStanding(suspended));
    expect(await refused(declare('2'))).to.equal('EXPORTER_NOT_LISTED');
    // Made out before: the register of that day counts.
    const long = addMonths(today(), -14);
    const late = await declare('2', { date: long });
    const withdrawn = { ...suspended, state: 'WITHDRAWN' as const };
    await vietnam.performAct(selfCertificationActs.changeStanding(withdrawn));
    const restored = selfCertificationActs.changeStanding({ ...suspended, state: 'ACTIVE' });
    expect(await refused(vietnam.performAct(restored))).to.equal('EXPORTER_STATE');

    expect((await vietnam.certificate(first)).record.validity).to.equal('VALID');
    await vietnam.send(late);
    const commitment = (await vietnam.certificate(late)).record.commitment;
    await eventually(
      () => singapore.act(late, { op: 'certificate.receive/1', args: { commitment } }),
      PATIENCE_SECONDS,
    );
    const items = [{ number: 1, outcome: 'GIVEN' as const }];
    const decide = () => singapore.decide(late, { presented: today(), items });
    expect(await refused(decide())).to.equal('PRESENTED_LATE');
    const accept = (imported: string) =>
      singapore.act(
        late,
        certificateActs.acceptLate({
          ...{ presented: today(), ground: 'IMPORTED_IN_TIME', imported, cause: 'in bond since' },
        }),
      );
    expect(await refused(accept(today()))).to.equal('IMPORTED_LATE');
    await accept(addMonths(long, 12));
    await decide();
    const { reception, expired } = await singapore.certificate(late);
    expect(expired).to.equal(true);
    expect(Object.keys(reception?.late ?? {}).sort()).to.deep.equal(['act', 'at', 'parcel']);
  });

  it('the refusals of a state that is not the one to act name the rule, and leave the record as it was', async () => {
    const [name = ''] = (await vietnam.issue([coffee], { office: 'REF', departure })).prepared.references;
    await vietnam.send(name);
    await eventually(() => singapore.receive(name), PATIENCE_SECONDS);
    const before = await eventually(async () => {
      const view = await vietnam.certificate(name);
      expect(view.transmission).to.equal('RECEIVED');
      return view;
    }, PATIENCE_SECONDS);
    const classify = certificateActs.openClassification([1], { text: 'two headings' });
    expect(await refused(vietnam.act(name, classify))).to.equal('ROLE_MISSING');
    expect(await refused(singapore.act(name, certificateActs.revoke('fraud')))).to.equal('ROLE_MISSING');
    const nothing = parcelName(before.lastAct, 'a'.repeat(64));
    const clarify = certificateActs.clarify(nothing, []);
    expect(await refused(vietnam.act(name, clarify))).to.equal('ITEM_NOT_DECIDED');
    expect(await vietnam.certificate(name)).to.deep.equal(before);
    await singapore.act(name, classify);
    await eventually(async () => {
      const { reception } = await vietnam.certificate(name);
      expect(reception?.classificationOpen).to.deep.equal([1]);
    }, PATIENCE_SECONDS);
    await vietnam.act(name, certificateActs.trueCopy('THEFT'));
    await vietnam.act(name, certificateActs.revoke('found to be forged'));
    await eventually(async () => {
      expect((await singapore.certificate(name)).record.validity).to.equal('REVOKED');
      expect((await singapore.verification(name)).status).to.equal('INVALID');
    }, PATIENCE_SECONDS);
    const items = [{ number: 1, outcome: 'GIVEN' as const }];
    const decision = singapore.decide(name, { presented: today(), items });
    expect(await refused(decision)).to.equal('CERTIFICATE_NOT_VALID');
  });
});
