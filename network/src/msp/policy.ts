import type { common, msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../embedded/seam.js';

/**
 * Whether the signers satisfy a signature policy, by Fabric's rules: an identity counts once however often it signed,
 * each fills one place of the policy, and places are filled from left to right without going back.
 *
 * @throws RangeError when the policy names an identity it does not list, TypeError when a rule is empty.
 */
export function evaluateSignaturePolicy(
  policy: common.SignaturePolicyEnvelope,
  signers: readonly Identity[],
): boolean {
  const distinct = [...new Map(signers.map((signer) => [signer.digest, signer])).values()];
  const outcome = evaluate(policy.getRule(), policy.getIdentitiesList(), distinct, new Set());
  return outcome !== undefined;
}

/** The signers used up when the rule is satisfied, undefined when it is not. */
function evaluate(
  rule: common.SignaturePolicy | undefined,
  principals: readonly msp.MSPPrincipal[],
  signers: readonly Identity[],
  used: ReadonlySet<Identity>,
): ReadonlySet<Identity> | undefined {
  const group = rule?.getNOutOf();
  if (group === undefined) {
    if (rule?.hasSignedBy() !== true) throw new TypeError('an empty policy rule');
    return signedBy(rule.getSignedBy(), principals, signers, used);
  }
  let satisfied = 0;
  let taken = used;
  for (const part of group.getRulesList()) {
    const outcome = evaluate(part, principals, signers, taken);
    if (outcome === undefined) continue;
    satisfied += 1;
    taken = outcome;
  }
  return satisfied >= group.getN() ? taken : undefined;
}

function signedBy(
  index: number,
  principals: readonly msp.MSPPrincipal[],
  signers: readonly Identity[],
  used: ReadonlySet<Identity>,
): ReadonlySet<Identity> | undefined {
  const principal = principals[index];
  if (principal === undefined) {
    throw new RangeError(
      `identity index out of range, requested ${index}, but identities length is ${principals.length}`,
    );
  }
  const signer = signers.find((candidate) => !used.has(candidate) && candidate.satisfies(principal));
  return signer === undefined ? undefined : new Set([...used, signer]);
}
