import policies from '@hyperledger/fabric-protos/lib/common/policies_pb.js';
import principals from '@hyperledger/fabric-protos/lib/msp/msp_principal_pb.js';
import type { MemberRecord, Owner, SharedOwner } from '@origin-ledger/model';

const MAX_CACHED = 1000;
const cached = new Map<string, Uint8Array>();

/**
 * The key-level endorsement policy of a record. What a member owns: its own peer, and a peer of one of the members it
 * asked to endorse with it; two others who collude cannot rewrite it. What all share: peers of more than half of the
 * members with a voice, or the keeper as an owner, where it is his to write.
 * @returns bytes of a Fabric SignaturePolicyEnvelope, the same on every peer
 */
export function policyOf(owner: Owner): Uint8Array {
  const name = JSON.stringify(
    'majorityOf' in owner ? [owner.majorityOf, namesOf(owner.keeper)] : namesOf(owner),
  );
  let bytes = cached.get(name);
  if (bytes === undefined) {
    if (cached.size >= MAX_CACHED) cached.clear();
    bytes = 'majorityOf' in owner ? encodeShared(owner) : encode([...namesOf(owner)], ownerAndOneOther);
    cached.set(name, bytes);
  }
  return bytes;
}

/** MSP ids of an owner and those who endorse with it. */
const namesOf = (owner: MemberRecord | undefined): readonly string[] =>
  owner === undefined ? [] : [owner.mspId, ...owner.coEndorsers];

/** Rules name an identity by its place in the envelope's list. */
type Place = (mspId: string) => policies.SignaturePolicy;

function ownerAndOneOther(
  [owner = '', ...others]: readonly string[],
  place: Place,
): policies.SignaturePolicy {
  return outOf(2, [place(owner), outOf(1, others.map(place))]);
}

function encodeShared({ majorityOf, keeper }: SharedOwner): Uint8Array {
  const kept = namesOf(keeper);
  return encode([...new Set([...majorityOf, ...kept])], (_all, place) => {
    const majority = outOf(Math.floor(majorityOf.length / 2) + 1, majorityOf.map(place));
    return keeper === undefined ? majority : outOf(1, [ownerAndOneOther(kept, place), majority]);
  });
}

function encode(
  identities: readonly string[],
  rule: (identities: readonly string[], place: Place) => policies.SignaturePolicy,
): Uint8Array {
  const envelope = new policies.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(rule(identities, (mspId) => signedBy(identities.indexOf(mspId))));
  envelope.setIdentitiesList(identities.map(peerOf));
  return envelope.serializeBinary();
}

function signedBy(identity: number): policies.SignaturePolicy {
  const rule = new policies.SignaturePolicy();
  rule.setSignedBy(identity);
  return rule;
}

function outOf(n: number, rules: policies.SignaturePolicy[]): policies.SignaturePolicy {
  const threshold = new policies.SignaturePolicy.NOutOf();
  threshold.setN(n);
  threshold.setRulesList(rules);
  const rule = new policies.SignaturePolicy();
  rule.setNOutOf(threshold);
  return rule;
}

function peerOf(mspId: string): principals.MSPPrincipal {
  const role = new principals.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(principals.MSPRole.MSPRoleType.PEER);
  const principal = new principals.MSPPrincipal();
  principal.setPrincipalClassification(principals.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}
