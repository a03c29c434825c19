import { common, msp } from '@hyperledger/fabric-protos';
import { NetworkError } from '../network-error.js';

type Token = Readonly<{ kind: 'word' | 'number' | 'principal' | 'mark'; text: string }>;

const TOKEN = /\s*(?:([A-Za-z]+)|(\d+)|'([^']*)'|"([^"]*)"|([(),]))/uy;
const PRINCIPAL = /^([A-Za-z0-9.-]+)\.(member|admin|client|peer|orderer)$/u;

const ROLES: Readonly<Record<string, msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap]>> = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
};

/**
 * Reads Fabric's policy language: `AND('VNMSP.peer', OutOf(1, 'SGMSP.peer', 'THMSP.peer'))`.
 *
 * @throws NetworkError `POLICY_INVALID`, with the place.
 */
export function parsePolicy(policy: string): common.SignaturePolicyEnvelope {
  return new Parser(policy).envelope();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  readonly #principals: msp.MSPPrincipal[] = [];

  constructor(readonly source: string) {
    this.#tokens = this.#scan();
  }

  envelope(): common.SignaturePolicyEnvelope {
    const rule = this.#rule();
    if (this.#next < this.#tokens.length) throw this.#refuse(`unexpected "${this.#peek()?.text ?? ''}"`);
    const envelope = new common.SignaturePolicyEnvelope();
    envelope.setRule(rule);
    envelope.setIdentitiesList(this.#principals);
    return envelope;
  }

  #rule(): common.SignaturePolicy {
    const token = this.#take('a gate or a principal');
    if (token.kind === 'principal') return this.#signedBy(token.text);
    if (token.kind !== 'word') throw this.#refuse(`unexpected "${token.text}"`);
    const gate = token.text.toLowerCase();
    this.#mark('(');
    const threshold = gate === 'outof' ? this.#number() : undefined;
    const rules: common.SignaturePolicy[] = threshold === undefined ? [this.#rule()] : [];
    while (this.#peek()?.text === ',') {
      this.#mark(',');
      rules.push(this.#rule());
    }
    this.#mark(')');
    switch (gate) {
      case 'and':
        return outOf(rules.length, rules);
      case 'or':
        return outOf(1, rules);
      case 'outof':
        if (threshold === undefined || threshold > rules.length) {
          throw this.#refuse(`${threshold ?? 0} out of ${rules.length} can never be met`);
        }
        return outOf(threshold, rules);
      default:
        throw this.#refuse(`unrecognized token '${token.text}'`);
    }
  }

  #signedBy(text: string): common.SignaturePolicy {
    const [, mspId, roleName] = PRINCIPAL.exec(text) ?? [];
    const roleType = ROLES[roleName ?? ''];
    if (mspId === undefined || roleType === undefined) throw this.#refuse(`'${text}' is no MSP.role`);
    const role = new msp.MSPRole();
    role.setMspIdentifier(mspId);
    role.setRole(roleType);
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
    principal.setPrincipal(role.serializeBinary());
    const rule = new common.SignaturePolicy();
    rule.setSignedBy(this.#principals.length);
    // Fabric lists a principal again each time it is named.
    this.#principals.push(principal);
    return rule;
  }

  #number(): number {
    const token = this.#take('a number');
    if (token.kind !== 'number') throw this.#refuse(`a number must stand where "${token.text}" stands`);
    return Number(token.text);
  }

  #mark(text: string): void {
    const token = this.#take(`"${text}"`);
    if (token.kind !== 'mark' || token.text !== text)
      throw this.#refuse(`"${text}" must stand where "${token.text}" stands`);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(expected: string): Token {
    const token = this.#peek();
    if (token === undefined) throw this.#refuse(`it ends where ${expected} must stand`);
    this.#next += 1;
    return token;
  }

  #scan(): readonly Token[] {
    const tokens: Token[] = [];
    const source = this.source.trimEnd();
    TOKEN.lastIndex = 0;
    for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
      const match = TOKEN.exec(source);
      if (match === null) throw this.#refuse(`unrecognized token at "${source.slice(at)}"`);
      const [, word, number, single, double, mark] = match;
      if (word !== undefined) tokens.push({ kind: 'word', text: word });
      else if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
      else tokens.push({ kind: 'principal', text: single ?? double ?? '' });
    }
    return tokens;
  }

  #refuse(reason: string): NetworkError {
    return new NetworkError('POLICY_INVALID', `Policy ${this.source}: ${reason}.`);
  }
}

function outOf(n: number, rules: common.SignaturePolicy[]): common.SignaturePolicy {
  const group = new common.SignaturePolicy.NOutOf();
  group.setN(n);
  group.setRulesList(rules);
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(group);
  return rule;
}
