import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { keyKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, Instant, KeyId } from '../validation/vocabulary.js';
import type { KeyRecord } from './records.js';
import { requireMember } from './require-member.js';
import { checkLater } from './check-later.js';

/**
 * An administrator revokes a key of his own member: it takes effect at its block, since every act reads its
 * signer's key. `notTrustedSince` marks later acts and erases none.
 */
export const revokeKey = defineAct({
  op: 'registry.revoke-key/1',
  title: 'Revoke a key',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object({ kid: KeyId, notTrustedSince: Type.Optional(Instant) }, closed),
  reads: (args) => [keyKey(args.kid)],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const member = requireMember(signer);
    const key = state.get<KeyRecord>(keyKey(args.kid));
    if (key === undefined) throw new OriginError('KEY_UNKNOWN', { boxes: ['args.kid'], stage: 'contract' });
    if (key.member !== member.code)
      throw new OriginError('OTHER_MEMBER', { boxes: ['args.kid'], stage: 'contract' });
    if (key.revokedAt !== undefined)
      throw new OriginError('KEY_REVOKED', { boxes: ['args.kid'], stage: 'contract' });
    checkLater(at, key);
    const record: KeyRecord = {
      ...key,
      revokedAt: at,
      ...(args.notTrustedSince === undefined ? {} : { notTrustedSince: args.notTrustedSince }),
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: keyKey(key.kid), value: record, owner: member }],
      privateWrites: [],
      result: { kid: key.kid, revokedAt: at },
      previous: { [`key ${key.kid}`]: [key.lastAct] },
    };
  },
});
