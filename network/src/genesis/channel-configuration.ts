import { common, msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../embedded/seam.js';
import { evaluateSignaturePolicy } from '../msp/policy.js';
import { NetworkError } from '../network-error.js';

/** What a channel's configuration says of its organisations and of who may do what. */
export interface ChannelConfiguration {
  readonly channel: string;
  /** Organisations of the application, each MSP once. */
  readonly organisations: readonly msp.FabricMSPConfig[];
  /**
   * Whether the signers satisfy a policy, by its full path: `/Channel/Application/Writers`.
   * @throws RangeError for a policy that does not exist.
   */
  satisfies(path: string, signers: readonly Identity[]): boolean;
}

/** Reads a configuration block. @throws NetworkError `GENESIS_INVALID`. */
export function readChannelConfiguration(block: common.Block): ChannelConfiguration {
  const { channel, root } = unwrap(block);
  const application = root.getGroupsMap().get('Application');
  if (application === undefined) throw invalid('it has no application');
  const organisations = groupsOf(application).map(fabricMsp);
  // The configuration does not change, and the same few identities come back all the time.
  const answers = new WeakMap<Identity, Map<string, boolean>>();
  const judge = (path: string, signers: readonly Identity[]): boolean => {
    const [, first, ...steps] = path.split('/');
    const name = steps.pop();
    const group = steps.reduce<common.ConfigGroup | undefined>(
      (at, step) => at?.getGroupsMap().get(step),
      root,
    );
    if (first !== 'Channel' || name === undefined || group === undefined)
      throw new RangeError(`no policy ${path}`);
    return satisfies(group, name, signers);
  };
  return {
    channel,
    organisations,
    satisfies(path, signers) {
      const [only, ...others] = signers;
      if (only === undefined || others.length > 0) return judge(path, signers);
      const known = answers.get(only) ?? new Map<string, boolean>();
      answers.set(only, known);
      const answer = known.get(path) ?? judge(path, signers);
      known.set(path, answer);
      return answer;
    },
  };
}

function unwrap(block: common.Block): { channel: string; root: common.ConfigGroup } {
  const [bytes] = block.getData()?.getDataList_asU8() ?? [];
  if (bytes === undefined) throw invalid('it is empty');
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== common.HeaderType.CONFIG) throw invalid('it holds no configuration');
  const root = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup();
  if (root === undefined) throw invalid('it holds no configuration');
  return { channel: header.getChannelId(), root };
}

function fabricMsp(group: common.ConfigGroup): msp.FabricMSPConfig {
  const value = group.getValuesMap().get('MSP');
  if (value === undefined) throw invalid('an organisation has no MSP');
  return msp.FabricMSPConfig.deserializeBinary(
    msp.MSPConfig.deserializeBinary(value.getValue_asU8()).getConfig_asU8(),
  );
}

function groupsOf(group: common.ConfigGroup): readonly common.ConfigGroup[] {
  const groups: common.ConfigGroup[] = [];
  group.getGroupsMap().forEach((below) => groups.push(below));
  return groups;
}

function satisfies(group: common.ConfigGroup, name: string, signers: readonly Identity[]): boolean {
  const policy = group.getPoliciesMap().get(name)?.getPolicy();
  if (policy === undefined) throw new RangeError(`no policy ${name}`);
  const bytes = policy.getValue_asU8();
  switch (policy.getType()) {
    case common.Policy.PolicyType.SIGNATURE:
      return evaluateSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(bytes), signers);
    case common.Policy.PolicyType.IMPLICIT_META:
      return satisfiesBelow(group, common.ImplicitMetaPolicy.deserializeBinary(bytes), signers);
    default:
      return false;
  }
}

function satisfiesBelow(
  group: common.ConfigGroup,
  policy: common.ImplicitMetaPolicy,
  signers: readonly Identity[],
): boolean {
  const groups = groupsOf(group);
  const satisfied = groups.filter((below) => satisfies(below, policy.getSubPolicy(), signers)).length;
  switch (policy.getRule()) {
    case common.ImplicitMetaPolicy.Rule.ANY:
      return satisfied >= 1;
    case common.ImplicitMetaPolicy.Rule.ALL:
      return satisfied === groups.length;
    case common.ImplicitMetaPolicy.Rule.MAJORITY:
      return satisfied > groups.length / 2;
  }
}

function invalid(reason: string): NetworkError {
  return new NetworkError('GENESIS_INVALID', `The configuration block cannot be used: ${reason}.`);
}
