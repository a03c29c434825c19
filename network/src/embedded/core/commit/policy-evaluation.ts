import { evaluateSignaturePolicy } from '../../../msp/policy.js';
import type { ConfigurationKeeper } from '../../seam.js';
import type { EvaluatePolicy } from './endorsement-policy.js';

/** Evaluates policies of signatures by themselves, and those of the channel by its configuration in force. */
export function policyEvaluation(configuration: ConfigurationKeeper | undefined): EvaluatePolicy {
  return (policy, signers) =>
    'channelConfigPolicy' in policy
      ? configuration?.satisfies(policy.channelConfigPolicy, signers) === true
      : evaluateSignaturePolicy(policy, signers);
}
