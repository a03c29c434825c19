import { createHash, createPublicKey, verify, X509Certificate, type JsonWebKey } from 'node:crypto';
import type { ActTransaction } from './acts-in-blocks.js';

/** An act that was proven by itself. */
export interface ProvenAct {
  readonly id: string;
  readonly op: string;
  /** Who signed it, as the register of that time says. */
  readonly signer: string;
  readonly block: number;
  /** Acts before it, by the document or entry they are on. */
  readonly previous: Readonly<Record<string, readonly string[]>>;
}

export interface HistoryProblem {
  readonly block: number;
  readonly problem:
    | 'NO_ACT'
    | 'CONTENTS_DIFFER'
    | 'SIGNER_UNKNOWN'
    | 'NOT_IN_FORCE'
    | 'SIGNATURE_INVALID'
    | 'OTHER_MEMBER'
    | 'OTHER_NETWORK'
    | 'PREVIOUS_MISSING'
    | 'CHAIN_FORKED';
}

/** What blocks alone prove: who did what, after what; and which writes nobody can be shown to have asked for. */
export interface History {
  readonly acts: readonly ProvenAct[];
  readonly problems: readonly HistoryProblem[];
}

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly op: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly args: { readonly kid?: string };
}

interface Act {
  readonly id: string;
  readonly member: string;
  readonly contents: string;
  readonly request: string;
  readonly outcome: string;
  readonly previous: Readonly<Record<string, readonly string[]>>;
}

interface RegisteredKey {
  readonly kid: string;
  readonly member: string;
  readonly holder: string;
  readonly jwk: JsonWebKey;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly revokedAt?: string;
}

type Problem = HistoryProblem['problem'];
const REGISTRY = /^registry\./u;
const ACT = /^\u0000act\u0000/u;
const KEY = /^\u0000key\u0000/u;

/**
 * Proves every act of a ledger from its blocks, with nothing of the product: the signed requests, the keys that other
 * proven acts have entered, and the administrators' certificates. An act that cannot be proven enters no key.
 */
export function historyOf(transactions: readonly ActTransaction[], audience: string): History {
  const keys = new Map<string, RegisteredKey>();
  const proven = new Map<string, ProvenAct>();
  const latest = new Map<string, Set<string>>();
  const problems: HistoryProblem[] = [];
  for (const transaction of transactions) {
    const found = prove(transaction, keys, audience);
    if (typeof found === 'string') {
      problems.push({ block: transaction.block, problem: found });
      continue;
    }
    for (const problem of follow(found, proven, latest)) problems.push({ block: transaction.block, problem });
    proven.set(found.id, found);
    if (REGISTRY.test(found.op)) enter(transaction, keys);
  }
  return { acts: [...proven.values()], problems };
}

/** An act has no gap before it: what it names is proven, and it names all that was last on each document. */
function* follow(
  act: ProvenAct,
  proven: ReadonlyMap<string, ProvenAct>,
  latest: Map<string, Set<string>>,
): Iterable<Problem> {
  for (const [name, before] of Object.entries(act.previous)) {
    if (before.some((id) => !proven.has(id))) yield 'PREVIOUS_MISSING';
    const heads = latest.get(name) ?? new Set<string>();
    const chained = before.length > 0 || heads.size === 0;
    if (!chained) yield 'CHAIN_FORKED';
    for (const id of before) heads.delete(id);
    heads.add(act.id);
    latest.set(name, heads);
  }
}

function enter({ writes }: ActTransaction, keys: Map<string, RegisteredKey>): void {
  for (const [name, value] of writes) {
    if (!KEY.test(name)) continue;
    const key = JSON.parse(value) as RegisteredKey;
    if (thumbprint(key.jwk) === key.kid) keys.set(key.kid, key);
  }
}

function prove(
  { block, creator, timestamp, request, writes }: ActTransaction,
  keys: ReadonlyMap<string, RegisteredKey>,
  audience: string,
): ProvenAct | Problem {
  const records = [...writes].filter(([name]) => ACT.test(name));
  const [record] = records;
  if (record === undefined || records.length > 1) return 'NO_ACT';
  const act = JSON.parse(record[1]) as Act;
  const [header = '', payload = '', signature = ''] = request.split('.');
  const { kid, alg } = decoded(header) as { readonly kid: string; readonly alg: string };
  const claims = decoded(payload) as unknown as Claims;
  const input = `${header}.${payload}`;
  const contents = createHash('sha256').update(input).digest('hex');
  const id = `${kid}.${claims.jti}`;
  if (act.contents !== contents || act.id !== id || act.request !== request) return 'CONTENTS_DIFFER';
  if (claims.aud !== audience) return 'OTHER_NETWORK';
  const member = /^(.+)MSP$/u.exec(creator.mspId)?.[1] ?? '';
  const certificate = new X509Certificate(creator.certificate).publicKey;
  const administrator = certificate.export({ format: 'jwk' });
  const registered = REGISTRY.test(claims.op)
    ? thumbprint(administrator) === kid
      ? { member, holder: `${member}:administrator`, jwk: administrator }
      : undefined
    : keys.get(kid);
  if (registered === undefined) return 'SIGNER_UNKNOWN';
  if (registered.member !== member || registered.holder !== claims.iss || act.member !== member)
    return 'OTHER_MEMBER';
  if (act.outcome !== 'WITHDRAWN' && !inForce(registered, claims, timestamp)) return 'NOT_IN_FORCE';
  const key = createPublicKey({ key: registered.jwk, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  const genuine =
    alg === 'ES256'
      ? verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, bytes)
      : verify(null, Buffer.from(input), key, bytes);
  if (!genuine) return 'SIGNATURE_INVALID';
  return { id, op: claims.op, signer: claims.iss, block, previous: act.previous };
}

function inForce(key: Partial<RegisteredKey>, { iat, exp }: Claims, timestamp: number): boolean {
  const at = new Date(timestamp).toISOString();
  const { notBefore = '', notAfter = '9', revokedAt } = key;
  return (
    timestamp >= iat * 1000 &&
    timestamp < exp * 1000 &&
    at >= notBefore &&
    at < notAfter &&
    revokedAt === undefined
  );
}

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** RFC 7638. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  const members = y === undefined ? { crv, kty, x } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
