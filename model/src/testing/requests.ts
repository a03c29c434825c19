import { applicationBox } from '../application/application-request.js';
import type { ApplicationStep } from '../application/application-state.js';
import { issue } from '../certificate/issue.js';
import { documentBox } from '../certificate/parcel.js';
import { receive } from '../certificate/receive.js';
import type { CertificateReference } from '../certificate/reference.js';
import { send } from '../certificate/send.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import type { FormDDocument } from '../form/form-d-document.js';
import { KEY_PROOF_TYPE } from '../registry/key-proof.js';
import { registerAuthority } from '../registry/authority.js';
import { registerKey } from '../registry/register-key.js';
import { registerMember } from '../registry/register-member.js';
import type { MemberRecord, Role } from '../registry/records.js';
import { revokeKey } from '../registry/revoke-key.js';
import { signCompact, signRequest, type RequestContents, type SigningKey } from '../request/sign-request.js';
import type { ParcelClaim } from '../request/signed-request.js';
import { testRequestId, testSalt, type TestKey } from './keys.js';
import {
  authorityEntries,
  memberRecord,
  TEST_AUDIENCE,
  TEST_AUTHORITIES,
  TEST_CHARTER,
  TEST_SECONDS,
} from './records.js';

/** A signed request with the parcels that go with it. */
export interface TestRequest {
  /** Compact JWS. */
  readonly jws: string;
  /** Canonical texts of the parcels, in the order of the request. */
  readonly parcels: readonly string[];
  /** Their commitments. */
  readonly commitments: readonly string[];
}

/** What a test states otherwise than the builder. */
export type Changes = Partial<RequestContents>;

async function request(
  key: SigningKey,
  contents: Pick<RequestContents, 'iss' | 'op' | 'args'> & Changes,
  parcels: readonly string[] = [],
): Promise<TestRequest> {
  const filled = { aud: TEST_AUDIENCE, iat: TEST_SECONDS, jti: testRequestId(), ...contents };
  return { jws: await signRequest(key, filled), parcels, commitments: parcels.map(commitmentOf) };
}

const parcelClaim = (document: FormDDocument): ParcelClaim => ({
  box: documentBox(document.reference),
  commitment: commitmentOf(canonicalText(document)),
  readers: [document.reference.member, document.declaration.importing],
});

/** The public part of a document, as its issue states it. */
export const publicPart = (document: FormDDocument) => ({
  office: document.reference.office,
  number: document.reference.number,
  form: document.form,
  importing: document.declaration.importing,
  issued: document.certification.date,
  departure: document.transport.departure,
  retroactive: document.flags.issuedRetroactively !== undefined,
  items: document.items.length,
});

/** `certificate.issue/1` of these documents, by `VN:officer-1` unless changed. */
export const issueRequest = (
  key: SigningKey,
  documents: readonly FormDDocument[],
  changes: Changes = {},
): Promise<TestRequest> =>
  request(
    key,
    {
      iss: 'VN:officer-1',
      op: issue.op,
      args: { certificates: documents.map(publicPart) },
      parcels: documents.map(parcelClaim),
      ...changes,
    },
    documents.map(canonicalText),
  );

/** `certificate.send/1` of a document, by `VN:officer-1` unless changed. */
export const sendRequest = (
  key: SigningKey,
  document: FormDDocument,
  changes: Changes = {},
): Promise<TestRequest> =>
  request(
    key,
    {
      iss: 'VN:officer-1',
      op: send.op,
      args: { reference: document.reference, importing: document.declaration.importing },
      parcels: [parcelClaim(document)],
      ...changes,
    },
    [canonicalText(document)],
  );

/** `certificate.receive/1`, by `SG:officer-1` unless changed. */
export const receiveRequest = (
  key: SigningKey,
  reference: CertificateReference,
  commitment: string,
  changes: Changes = {},
): Promise<TestRequest> =>
  request(key, { iss: 'SG:officer-1', op: receive.op, args: { reference, commitment }, ...changes });

/** `registry.member/1` by the administrator of the member. */
export function registerMemberRequest(
  key: SigningKey,
  code: string,
  overrides: Partial<MemberRecord> = {},
  changes: Changes = {},
): Promise<TestRequest> {
  const { name, utcOffsetMinutes, coEndorsers, exchanges } = memberRecord(code, overrides);
  const args = { code, name, utcOffsetMinutes, coEndorsers, exchanges, charter: TEST_CHARTER };
  return request(key, { iss: `${code}:administrator`, op: registerMember.op, args, ...changes });
}

/** `registry.authority/1` for each authority whose officials sign in tests, by the administrator of the member. */
export const registerAuthorityRequests = (
  key: SigningKey,
  code: string,
  changes: Changes = {},
): Promise<readonly TestRequest[]> =>
  Promise.all(
    authorityEntries(code).map((args) =>
      request(key, { iss: `${code}:administrator`, op: registerAuthority.op, args, ...changes }),
    ),
  );

/** `registry.key/1` by the administrator of the holder's member, with the proof that the key is held. */
export async function registerKeyRequest(
  administrator: SigningKey,
  key: TestKey,
  holder: string,
  roles: readonly Role[],
  changes: Changes = {},
): Promise<TestRequest> {
  const claims = { aud: changes.aud ?? TEST_AUDIENCE, iss: holder, jwk: key.jwk };
  const args = {
    holder,
    roles,
    ...(roles.includes('signatory') ? { authorities: [...TEST_AUTHORITIES] } : {}),
    jwk: key.jwk,
    proof: await signCompact(key, KEY_PROOF_TYPE, claims),
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
  };
  const iss = `${holder.split(':')[0] ?? ''}:administrator`;
  return request(administrator, { iss, op: registerKey.op, args, ...changes });
}

/** `registry.revoke-key/1` by the administrator of the member. */
export const revokeKeyRequest = (
  administrator: SigningKey,
  member: string,
  kid: string,
  changes: Changes = {},
): Promise<TestRequest> =>
  request(administrator, { iss: `${member}:administrator`, op: revokeKey.op, args: { kid }, ...changes });

/** What a step of an application says besides its name. */
export interface StepContents {
  /** The document applied for: its salt and the boxes of the authority are left out. */
  readonly document?: object;
  /** Why it is returned or refused. */
  readonly reason?: { readonly text: string; readonly boxes: readonly string[] };
  /** The application it is about, and the last step on it. */
  readonly on?: { readonly application: string; readonly after: string };
}

/** `application.<step>/1`, by `VN:exporter-1` unless changed. */
export function applicationRequest(
  key: SigningKey,
  step: Exclude<ApplicationStep, 'issue'>,
  { document, reason, on }: StepContents,
  changes: Changes = {},
): Promise<TestRequest> {
  const contents = document === undefined ? reason : { document };
  const texts = contents === undefined ? [] : [canonicalText({ salt: testSalt(), ...contents })];
  const iss = changes.iss ?? 'VN:exporter-1';
  const member = iss.split(':')[0] ?? '';
  return request(
    key,
    {
      iss,
      op: `application.${step}/1`,
      args: on === undefined ? {} : { application: on.application },
      ...(on === undefined ? {} : { after: on.after }),
      parcels: texts.map((text) => ({
        box: applicationBox(document === undefined ? 'reason' : 'application', member),
        commitment: commitmentOf(text),
        readers: [member],
      })),
      ...changes,
    },
    texts,
  );
}
