import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { keyKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, Instant, PartyCode } from '../validation/vocabulary.js';
import { verifyKeyProof } from './key-proof.js';
import { algorithmOf, PublicJwk, thumbprint } from './public-jwk.js';
import { KeyRecord } from './records.js';
import { requireMember } from './require-member.js';

/** An administrator enters the public key of a person or system of his own member, which proves that it holds it. */
export const registerKey = defineAct({
  op: 'registry.key/1',
  title: 'Register a key',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object(
    {
      holder: PartyCode,
      roles: KeyRecord.properties.roles,
      jwk: PublicJwk,
      /** Compact JWS `origin-key+jwt` by the key itself over audience, holder and key. */
      proof: Type.String({ maxLength: 2000 }),
      notBefore: Instant,
      notAfter: Instant,
    },
    closed,
  ),
  verify: (args, { claims }) =>
    verifyKeyProof(args.proof, { aud: claims.aud, iss: args.holder, jwk: args.jwk }),
  reads: (args) => [keyKey(thumbprint(args.jwk))],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const member = requireMember(signer);
    const kid = thumbprint(args.jwk);
    if (args.holder.split(':')[0] !== member.code || args.holder === `${member.code}:administrator`) {
      throw new OriginError('OTHER_MEMBER', { boxes: ['args.holder'], stage: 'contract' });
    }
    if (state.get(keyKey(kid)) !== undefined)
      throw new OriginError('KEY_EXISTS', { boxes: ['args.jwk'], stage: 'contract' });
    if (args.notAfter <= args.notBefore)
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.notAfter'], stage: 'contract' });
    const record: KeyRecord = {
      kid,
      member: member.code,
      holder: args.holder,
      roles: args.roles,
      alg: algorithmOf(args.jwk),
      jwk: args.jwk,
      notBefore: args.notBefore,
      notAfter: args.notAfter,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: keyKey(kid), value: record, owner: member }],
      privateWrites: [],
      result: { kid },
      previous: { [`key ${kid}`]: [] },
    };
  },
});
