import type { Owner } from '../act/act-definition.js';
import { algorithmOf, thumbprint, type PublicJwk } from '../registry/public-jwk.js';
import type { AuthorityRecord } from '../registry/authority.js';
import type { CharterRecord } from '../registry/charter.js';
import type { VoiceRecord } from '../registry/consent.js';
import { collectionOf, mspIdOf, type KeyRecord, type MemberRecord } from '../registry/records.js';

/** Channel and block hash that test requests are meant for. */
export const TEST_AUDIENCE = `origin#${'a'.repeat(64)}`;

/** The instant at which tests happen: noon in Hanoi. */
export const TEST_INSTANT = '2026-03-10T05:00:00.000Z';
export const TEST_SECONDS = Date.parse(TEST_INSTANT) / 1000;

const TEST_ACT = `${'A'.repeat(43)}.${'a'.repeat(21)}A`;
const ZONES: Readonly<Record<string, number>> = { VN: 420, TH: 420, SG: 480, ASEAN: 420 };

/** A member as it stands in the register. */
export function memberRecord(code: string, overrides: Partial<MemberRecord> = {}): MemberRecord {
  return {
    code,
    mspId: mspIdOf(code),
    name: `Customs of ${code}`,
    audience: TEST_AUDIENCE,
    utcOffsetMinutes: ZONES[code] ?? 0,
    collection: collectionOf(code),
    coEndorsers: ['VN', 'SG', 'TH', 'ASEAN'].filter((other) => other !== code).map(mspIdOf),
    exchanges: code !== 'ASEAN',
    lastAct: TEST_ACT,
    lastAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

/** What the members of tests founded their network with. */
export const TEST_CHARTER = { keeper: 'ASEAN', members: ['ASEAN', 'SG', 'TH', 'VN'] };

/** The charter as it stands. */
export const charterRecord = (overrides: Partial<CharterRecord> = {}): CharterRecord => ({
  ...TEST_CHARTER,
  lastAct: TEST_ACT,
  lastAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
});

/** Whose a key is: a member's, the keeper's, or nobody's. */
export const ownerCode = (owner: Owner): string | undefined => ('code' in owner ? owner : owner.keeper)?.code;

/** A member's voice before it has consented to anything. */
export const voiceRecord = (member: string): VoiceRecord => ({
  member,
  consents: [],
  lastAct: TEST_ACT,
  lastAt: '2026-01-01T00:00:00.000Z',
});

/** The authorities of a member in tests, for whose lists its signatories sign. */
export const TEST_AUTHORITIES = ['ISSUER', 'CERTIFIER'] as const;

/** What the entries of these authorities say: one issues, for any office, one certifies exporters. */
export const authorityEntries = (member: string) =>
  TEST_AUTHORITIES.map((code) => ({
    code,
    kind: code === 'ISSUER' ? ('issuing' as const) : ('competent' as const),
    name: `${code} of ${member}`,
    address: `1 Example Street, ${member}`,
    offices: [],
    electronicOnly: true,
    active: true,
  }));

/** The authorities as they stand in the register. */
export const authorityRecords = (member: string): AuthorityRecord[] =>
  authorityEntries(member).map((entry) => ({
    member,
    ...entry,
    lastAct: TEST_ACT,
    lastAt: '2026-01-01T00:00:00.000Z',
  }));

/** A key as it stands in the register: valid through 2026. */
export function keyRecord(
  jwk: PublicJwk,
  holder: string,
  roles: KeyRecord['roles'],
  overrides: Partial<KeyRecord> = {},
): KeyRecord {
  return {
    kid: thumbprint(jwk),
    member: holder.split(':')[0] ?? '',
    holder,
    roles,
    ...(roles.includes('signatory') ? { authorities: [...TEST_AUTHORITIES] } : {}),
    alg: algorithmOf(jwk),
    jwk,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    lastAct: TEST_ACT,
    lastAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}
