import type { Context } from 'fabric-contract-api';
import {
  canonicalText,
  charterKey,
  keyKey,
  memberCodeOf,
  memberKey,
  mspIdOf,
  OriginError,
  registerKey,
  registerMember,
  revokeKey,
  type CharterRecord,
  type KeyRecord,
  type MemberRecord,
} from '@origin-ledger/model';
import { OriginContract } from '../pipeline/origin-contract.js';
import { actAnswer, perform } from '../pipeline/perform.js';
import { newState } from '../pipeline/state.js';

/** Members and their keys. Only a member's own administrators change its entries. */
export class RegistryContract extends OriginContract {
  constructor() {
    super('registry');
  }

  /** An administrator enters his own member, or changes its entry. Takes a compact JWS; answers the act. */
  async registerMember({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: registerMember }));
  }

  /** An administrator enters a key of his own member, proven to be held. Takes a compact JWS; answers the act. */
  async registerKey({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: registerKey }));
  }

  /** An administrator revokes a key of his own member. Takes a compact JWS; answers the act. */
  async revokeKey({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: revokeKey }));
  }

  /**
   * A member's entry. Open to every member.
   * @throws OriginError MEMBER_UNKNOWN
   */
  async member({ stub }: Context, code: string): Promise<string> {
    const known = memberCodeOf(mspIdOf(code)) === code;
    const entry = known ? await newState(stub).get<MemberRecord>(memberKey(code)) : undefined;
    if (entry === undefined) throw new OriginError('MEMBER_UNKNOWN', { boxes: ['code'], stage: 'contract' });
    return canonicalText(entry);
  }

  /**
   * Who keeps the register, and who has a voice in it. Open to every member.
   * @throws OriginError NOT_FOUND before the network is founded
   */
  async charter({ stub }: Context): Promise<string> {
    const charter = await newState(stub).get<CharterRecord>(charterKey());
    if (charter === undefined) throw new OriginError('NOT_FOUND', { boxes: ['charter'], stage: 'contract' });
    return canonicalText(charter);
  }

  /**
   * A key's entry. Open to every member.
   * @throws OriginError KEY_UNKNOWN
   */
  async key({ stub }: Context, kid: string): Promise<string> {
    const known = /^[\w-]{43}$/.test(kid);
    const entry = known ? await newState(stub).get<KeyRecord>(keyKey(kid)) : undefined;
    if (entry === undefined) throw new OriginError('KEY_UNKNOWN', { boxes: ['kid'], stage: 'contract' });
    return canonicalText(entry);
  }
}
