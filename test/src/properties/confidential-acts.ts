import {
  caseActs,
  freshDeclarationReference,
  newExporterLink,
  selfCertificationActs,
  type CertificateAct,
  type OriginClient,
  type OriginDeclaration,
  type PreparedRequest,
} from '@origin-ledger/sdk';
import { defaultSettings, referenceText, type Json } from '@origin-ledger/model';
import { createHash } from 'node:crypto';
import { inDays } from '../support/in-days.js';
import type { Scene } from './scene.js';

/** What an exporter must satisfy before it is authorised (OCP 12A.2). */
const CONDITIONS = [
  'REGISTERED',
  'SIGNATORIES_KNOW_RULES',
  'EXPORT_EXPERIENCE',
  'NO_ORIGIN_FRAUD',
  'GOOD_COMPLIANCE',
  'SOUND_BOOKS',
];

/** Does every act that says something in confidence, with planted words in all it says; answers the certificates. */
export async function performConfidentialActs(scene: Scene): Promise<readonly string[]> {
  const decided = await scene.received();
  await decisions(scene, decided);
  await draws(scene, decided);
  const checked = await scene.received();
  await check(scene, checked);
  await visit(scene, checked);
  await application(scene);
  return [decided, checked, await cancelled(scene), await selfCertified(scene)];
}

/** An act on a certificate, seen by both states; what it carried is planted. */
async function act(
  scene: Scene,
  client: OriginClient,
  reference: string,
  what: CertificateAct,
): Promise<PreparedRequest> {
  const prepared = await scene.planted(client.act(reference, what));
  await scene.agreed(reference);
  return prepared;
}

async function decisions(scene: Scene, reference: string): Promise<void> {
  const { singapore, vietnam, shared } = scene;
  const presented = (await singapore.certificate(reference)).record.issued;
  const refused = { number: 2, outcome: 'NOT_GIVEN' as const, grounds: ['CRITERION'] };
  const items = [
    { number: 1, outcome: 'GIVEN' as const },
    { ...refused, note: shared.word('Doubt') },
  ];
  const decision = await scene.planted(singapore.decide(reference, { presented, items }));
  await scene.agreed(reference);
  const answers = await scene.arrived(vietnam, singapore, `decision ${reference}`, decision.id);
  const { id } = await act(scene, vietnam, reference, {
    op: 'certificate.clarify/1',
    args: { answers },
    parcel: {
      kind: 'clarification',
      contents: { items: [{ number: 2, clarification: shared.word('Clarified') }] },
    },
  });
  await scene.arrived(singapore, vietnam, `clarification ${reference}`, id);
}

/** Quantities of an import, and of a re-export whose certificate Vietnam never sees. */
async function draws(scene: Scene, reference: string): Promise<void> {
  const { singapore, reexporter, shared, ofSingapore } = scene;
  const amount = '98765432.125';
  const items = [{ number: 1, value: amount, unit: 'KGM' }];
  await scene.planted(singapore.utilise(reference, [{ declaration: shared.word('SG-IM'), items }]));
  await scene.agreed(reference);
  // No more goods go on than are drawn.
  const document = ofSingapore.document('TH', 'vn-sg-coffee', ['87654321.375']);
  const options = { office: 'SIN', departure: inDays(3), importing: 'TH' };
  const { prepared } = await reexporter.backToBack(document, [{ reference, items }], options);
  const [contents = '', ...balances] = prepared.parcels;
  ofSingapore.parcels([contents]);
  ofSingapore.name(...prepared.references);
  shared.parcels(balances);
  await scene.agreed(reference);
}

async function check(scene: Scene, reference: string): Promise<void> {
  const { singapore, vietnam, shared } = scene;
  const asked = await act(
    scene,
    singapore,
    reference,
    caseActs.requestCheck(
      { case: 1, items: [1], suspend: true },
      { random: false, reasons: [shared.word('Reason')], information: shared.word('Information') },
    ),
  );
  const answers = await scene.arrived(vietnam, singapore, `request ${reference}`, asked.id);
  const reply = caseActs.replyToCheck({ case: 1, answers }, { text: shared.word('Reply') });
  const replied = await act(scene, vietnam, reference, reply);
  await scene.arrived(singapore, vietnam, `reply ${reference}`, replied.id);
}

async function visit(scene: Scene, reference: string): Promise<void> {
  const { singapore, vietnam, shared } = scene;
  const notice = {
    notifiedBy: shared.word('Notifier'),
    premises: shared.word('Premises'),
    proposed: inDays(10),
    coverage: shared.word('Coverage'),
    officials: [{ name: shared.word('Inspector'), designation: shared.word('Rank') }],
    delivered: ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'],
  } satisfies Record<string, Json>;
  const notified = await act(
    scene,
    singapore,
    reference,
    caseActs.notifyVisit({ case: 2, items: [1], check: 1, suspend: true }, notice),
  );
  const answers = await scene.arrived(vietnam, singapore, `notice ${reference}`, notified.id);
  const consent = { case: 2, consent: true, answers };
  await act(scene, vietnam, reference, caseActs.answerVisit(consent, { text: shared.word('Consent') }));
  const later = { case: 2, extraDays: 0 };
  await act(scene, vietnam, reference, caseActs.postponeVisit(later, { text: shared.word('Postponed') }));
  await act(scene, singapore, reference, caseActs.holdVisit({ case: 2, on: await today(scene, reference) }));
  const not = (about: string) => ({ originating: false, grounds: [shared.word(about)] });
  const found = caseActs.determineVisit({ case: 2 }, not('Found'));
  const determined = await act(scene, singapore, reference, found);
  const box = `determination ${reference}`;
  const determination = await scene.arrived(vietnam, singapore, box, determined.id);
  const comments = caseActs.commentVisit(
    { case: 2, answers: determination },
    { text: shared.word('Comment') },
  );
  const commented = await act(scene, vietnam, reference, comments);
  await scene.arrived(singapore, vietnam, `comments ${reference}`, commented.id);
  const final = await act(scene, singapore, reference, caseActs.finalVisit({ case: 2 }, not('Final')));
  await scene.arrived(vietnam, singapore, box, final.id);
}

/** The day of issue has come everywhere. */
const today = async ({ singapore }: Scene, reference: string): Promise<string> =>
  (await singapore.certificate(reference)).record.issued;

/** Replaced in one step, and the replacement cancelled: both with their reasons. */
async function cancelled(scene: Scene): Promise<string> {
  const { vietnam, singapore, shared } = scene;
  const old = await scene.received();
  const replaced = await scene.planted(
    vietnam.replace(old, shared.document('SG'), shared.word('Error'), scene.filled),
  );
  await scene.agreed(old);
  await scene.arrived(singapore, vietnam, `reason ${old}`, replaced.id);
  const sent = await scene.received();
  const cancellation = await scene.planted(vietnam.cancel(sent, shared.word('Called off')));
  await scene.agreed(sent);
  await scene.arrived(singapore, vietnam, `reason ${sent}`, cancellation.id);
  return sent;
}

/**
 * A certified exporter's own declaration, with the signed paper behind a digest. Who it is, of which goods and on which
 * document is no third member's to know: invoice, medium, signatory and entry are planted.
 */
async function selfCertified(scene: Scene): Promise<string> {
  const { vietnam, exporter, shared, keys } = scene;
  const day = inDays(-1);
  const signatory = `VN:${shared.word('director')}`;
  const { link, salt } = newExporterLink('VN.HLC-1', keys.exporter.holder);
  const entry = {
    code: 'HLC-1',
    authorisation: 'VN/HLC/1',
    name: 'Example Highlands Coffee JSC',
    address: '12 Sample Street, Buôn Ma Thuột',
    link,
    products: [{ hs: '090111', description: 'Coffee, not roasted' }],
    signatories: [],
    issued: day,
    trader: false,
    confirmed: CONDITIONS,
  };
  // Whoever signs by hand is not listed here, so that his code stands in the contents alone.
  const settings = { ...defaultSettings, exporterListsWaived: ['SIGNATORIES'] };
  const administrator = await scene.world.administrator('VN');
  await administrator.perform({ op: 'registry.settings/1', transaction: 'settings', args: { settings } });
  await scene.planted(performed(vietnam, { op: 'selfcertification.authorise/1', args: entry }));
  const document = shared.document('SG');
  const declaration: OriginDeclaration = {
    ...document,
    form: 'OD',
    reference: freshDeclarationReference('VN'),
    transport: { ...document.transport, departure: inDays(3) },
    declaration: { ...document.declaration, date: day },
    certification: { ...document.certification, date: day, signatory },
    selfCertification: {
      ...{ exporter: 'HLC-1', link: salt, medium: 'BILLING_STATEMENT' },
      number: shared.word('INVOICE'),
      digest: createHash('sha256').update(shared.word('scan of a paper')).digest('hex'),
    },
  };
  await scene.planted(performed(exporter, selfCertificationActs.declareOrigin(declaration)));
  const name = referenceText(declaration.reference);
  shared.name(name);
  return name;
}

/** An exporter's draft that he takes back: it never leaves his own authority's gateway. */
async function application({ exporter, ofVietnam }: Scene): Promise<void> {
  const { answer, prepared } = await exporter.applications.draft(ofVietnam.document('SG'));
  ofVietnam.parcels(prepared.parcels);
  await exporter.applications.withdraw(answer.application);
}

async function performed(
  client: OriginClient,
  options: Parameters<OriginClient['prepareAct']>[0],
): Promise<{ readonly prepared: PreparedRequest }> {
  const prepared = await client.prepareAct(options);
  await client.perform(prepared);
  return { prepared };
}
