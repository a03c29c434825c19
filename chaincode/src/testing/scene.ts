import {
  authorityKey,
  certificateKey,
  charterKey,
  keyKey,
  memberKey,
  OriginError,
  parseRequest,
  privateNameOf,
  voiceKey,
  type Role,
} from '@origin-ledger/model';
import {
  authorityRecords,
  charterRecord,
  formD,
  issueRequest,
  keyRecord,
  memberRecord,
  receiveRequest,
  sendRequest,
  TEST_SECONDS,
  testKey,
  testReference,
  voiceRecord,
  type TestKey,
  type TestRequest,
} from '@origin-ledger/model/testing';
import { testIdentity, type TestIdentity } from './identity.js';
import { MemoryLedger, type Call, type Outcome } from './memory-ledger.js';

export const AT = TEST_SECONDS * 1000;
export const REFERENCE = 'VN.HAN.26-000123';

/** Three members and the Secretariat, each registered, with a gateway; VN's and SG's officers with keys. */
export interface Scene {
  readonly ledger: MemoryLedger;
  readonly gateways: Readonly<Record<'VN' | 'SG' | 'TH' | 'ASEAN', TestIdentity>>;
  readonly administrator: TestIdentity;
  readonly officer: TestKey;
  readonly receiver: TestKey;
  /** Calls a function in a member's name; refusals come back as outcomes. */
  call(
    name: string,
    parameters: readonly string[],
    by?: keyof Scene['gateways'] | TestIdentity,
    call?: Partial<Call>,
  ): Promise<Outcome>;
}

let identities: Pick<Scene, 'gateways' | 'administrator' | 'officer' | 'receiver'> | undefined;

/** A ledger as it stands before the first certificate. Identities are made once for all tests. */
export async function newScene(): Promise<Scene> {
  identities ??= {
    gateways: {
      VN: await testIdentity('VNMSP', 'client'),
      SG: await testIdentity('SGMSP', 'client'),
      TH: await testIdentity('THMSP', 'client'),
      ASEAN: await testIdentity('ASEANMSP', 'client'),
    },
    administrator: await testIdentity('VNMSP', 'admin'),
    officer: await testKey(),
    receiver: await testKey('Ed25519'),
  };
  const { gateways, officer, receiver } = identities;
  const ledger = new MemoryLedger();
  ledger.put(charterKey(), charterRecord());
  for (const code of Object.keys(gateways)) {
    ledger.put(memberKey(code), memberRecord(code));
    ledger.put(voiceKey(code), voiceRecord(code));
    for (const one of authorityRecords(code)) ledger.put(authorityKey(code, one.code), one);
  }
  registered(ledger, officer, 'VN:officer-1', ['signatory'], { authorities: ['ISSUER'] });
  registered(ledger, receiver, 'SG:officer-1', ['customs']);
  return {
    ...identities,
    ledger,
    call: (name, parameters, by = 'VN', call = {}) =>
      ledger.call(name, parameters, {
        creator: typeof by === 'string' ? gateways[by] : by,
        at: AT,
        ...call,
      }),
  };
}

/** Enters a key into the register directly. */
export function registered(
  ledger: MemoryLedger,
  key: TestKey,
  holder: string,
  roles: readonly Role[],
  overrides: Parameters<typeof keyRecord>[3] = {},
): void {
  ledger.put(keyKey(key.kid), keyRecord(key.jwk, holder, [...roles], overrides));
}

/** The code of a refusal, with its boxes: `NUMBER_USED args.certificates[0].number`. */
export function refusal({ status, text }: Outcome): string {
  if (status === 200) return `not refused: ${text}`;
  const error = OriginError.fromText(text);
  return error === undefined ? `not coded: ${text}` : [error.code, ...error.boxes].join(' ');
}

/** The transient map of a request: parcels under their commitments. */
export const transientOf = ({ parcels, commitments }: TestRequest): Record<string, string> =>
  Object.fromEntries(commitments.map((commitment, index) => [commitment, parcels[index] ?? '']));

/** Under which name contents lie in a collection as the test certificate's document. */
export const documentName = (commitment: string): string =>
  privateNameOf(certificateKey(testReference()), commitment);

/** One certificate from issue as far as asked for. */
export async function journey(scene: Scene, until: 'issued' | 'sent' | 'received') {
  const document = formD();
  const issued = await issueRequest(scene.officer, [document]);
  const commitment = issued.commitments[0] ?? '';
  await done(scene.call('certificate:issue', [issued.jws]));
  const sent = await sendRequest(scene.officer, document);
  if (until !== 'issued') {
    await done(
      scene.call('certificate:send', [sent.jws], 'VN', { at: AT + 1000, transient: transientOf(sent) }),
    );
  }
  const received = await receiveRequest(scene.receiver, document.reference, commitment);
  if (until === 'received')
    await done(scene.call('certificate:receive', [received.jws], 'SG', { at: AT + 2000 }));
  const ids = [issued, sent, received].map(({ jws }) => parseRequest(jws).actId);
  return { document, issued, sent, received, commitment, ids };
}

/** @throws Error when it was refused: a test's own premise does not hold */
export async function done(outcome: Promise<Outcome>): Promise<Outcome> {
  const { status, text } = await outcome;
  if (status !== 200) throw new Error(text);
  return outcome;
}
