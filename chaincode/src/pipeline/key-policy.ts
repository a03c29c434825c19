import policies from '@hyperledger/fabric-protos/lib/common/policies_pb.js';
import principals from '@hyperledger/fabric-protos/lib/msp/msp_principal_pb.js';
import type { MemberRecord } from '@origin-ledger/model';

const MAX_CACHED = 1000;
const cached = new Map<string, Uint8Array>();

/**
 * The key-level endorsement policy of what a member owns: its own peer, and a peer of one of the members it
 * asked to endorse with it. Two others who collude cannot rewrite it.
 * @returns bytes of a Fabric SignaturePolicyEnvelope, the same on every peer
 */
export function ownerAndOneOther(owner: MemberRecord): Uint8Array {
  const name = [owner.mspId, ...owner.coEndorsers].join('\n');
  let bytes = cached.get(name);
  if (bytes === undefined) {
    if (cached.size >= MAX_CACHED) cached.clear();
    bytes = encode(owner.mspId, owner.coEndorsers);
    cached.set(name, bytes);
  }
  return bytes;
}

function encode(owner: string, others: readonly string[]): Uint8Array {
  const oneOther = outOf(
    1,
    others.map((_, index) => signedBy(index + 1)),
  );
  const envelope = new policies.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(outOf(2, [signedBy(0), oneOther]));
  envelope.setIdentitiesList([owner, ...others].map(peerOf));
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
