import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { authorityKey, keyKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, Instant, PartyCode } from '../validation/vocabulary.js';
import type { AuthorityRecord } from './authority.js';
import { verifyKeyProof } from './key-proof.js';
import { algorithmOf, PublicJwk, thumbprint } from './public-jwk.js';
import { KeyRecord } from './records.js';
import { requireMember } from './require-member.js';
import { isUsableKey } from './usable-key.js';

/** An administrator enters the public key of a person or system of his own member, which proves that it holds it. */
export const registerKey = defineAct({
  op: 'registry.key/1',
  title: 'Register a key',
  kind: 'public',
  roles: ['administrator'],
  rules: ['OCP 2.1'],
  args: Type.Object(
    {
      holder: PartyCode,
      roles: KeyRecord.properties.roles,
      authorities: KeyRecord.properties.authorities,
      jwk: PublicJwk,
      /** Compact JWS `origin-key+jwt` by the key itself over audience, holder and key. */
      proof: Type.String({ maxLength: 2000 }),
      notBefore: Instant,
      notAfter: Instant,
    },
    closed,
  ),
  async verify(args, { claims }) {
    // First: for some points anybody can make a proof.
    if (!isUsableKey(args.jwk))
      throw new OriginError('KEY_UNFIT', { boxes: ['args.jwk'], stage: 'contract' });
    await verifyKeyProof(args.proof, { aud: claims.aud, iss: args.holder, jwk: args.jwk });
  },
  reads: (args, memberCode) => [
    keyKey(thumbprint(args.jwk)),
    ...(args.authorities ?? []).map((code) => authorityKey(memberCode, code)),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const member = requireMember(signer);
    const kid = thumbprint(args.jwk);
    if (args.holder.split(':')[0] !== member.code || args.holder === `${member.code}:administrator`) {
      throw new OriginError('OTHER_MEMBER', { boxes: ['args.holder'], stage: 'contract' });
    }
    if (state.get(keyKey(kid)) !== undefined)
      throw new OriginError('KEY_EXISTS', { boxes: ['args.jwk'], stage: 'contract' });
    // A signatory is an official on an authority's list, and nobody else is (OCP 2.1).
    if (args.roles.includes('signatory') !== (args.authorities !== undefined))
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.authorities'], stage: 'contract' });
    (args.authorities ?? []).forEach((code, index) => {
      if (state.get<AuthorityRecord>(authorityKey(member.code, code))?.active !== true)
        throw new OriginError('AUTHORITY_UNKNOWN', {
          boxes: [`args.authorities[${index}]`],
          stage: 'contract',
        });
    });
    if (args.notAfter <= args.notBefore)
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.notAfter'], stage: 'contract' });
    const record: KeyRecord = {
      kid,
      member: member.code,
      holder: args.holder,
      roles: args.roles,
      ...(args.authorities === undefined ? {} : { authorities: args.authorities }),
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
