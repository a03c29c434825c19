import { createHash } from 'node:crypto';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { askEndorser } from '../ask-endorser.js';
import type { Behaviour, Topic } from '../behaviour.js';
import { failure, withoutVolatile } from '../failure.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';
import type { MemberClient } from '../member-client.js';

const { lifecycle } = peer;

const CHANNEL = 'origin';

/** What a built-in contract answers is read by what it is. */
type Read = (payload: Uint8Array) => Json;

interface Question {
  readonly contract: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly read?: Read;
}

/** Asks through the gateway, on the channel. */
async function evaluated(
  client: MemberClient,
  { contract, args: [name = '', ...rest], read }: Question,
): Promise<Json> {
  try {
    const answer = await client.network
      .getContract(contract)
      .evaluate(String(name), { arguments: [...rest] });
    return read?.(answer) ?? { length: answer.length };
  } catch (error) {
    return { failed: failure(error) };
  }
}

/** Asks the peer's own endorser, on no channel. */
async function without(client: MemberClient, question: Question): Promise<Json> {
  const {
    contract,
    args: [name = '', ...rest],
    read,
  } = question;
  const proposal = client.network.getContract(contract).newProposal(String(name), { arguments: [...rest] });
  const proposed = gateway.ProposedTransaction.deserializeBinary(proposal.getBytes()).getProposal();
  if (proposed === undefined) throw new Error('a proposal is in what is proposed');
  const inside = peer.Proposal.deserializeBinary(proposed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(inside.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.setChannelId('');
  header.setChannelHeader(channelHeader.serializeBinary());
  inside.setHeader(header.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(inside.serializeBinary());
  signed.setSignature(
    await client.signer(createHash('sha256').update(signed.getProposalBytes_asU8()).digest()),
  );
  return askEndorser(client, signed, (response) => {
    const answer = response.getResponse();
    const payload = answer?.getPayload_asU8() ?? new Uint8Array();
    return {
      status: answer?.getStatus() ?? 0,
      message: withoutVolatile(answer?.getMessage() ?? ''),
      answer: payload.length === 0 ? null : (read?.(payload) ?? { length: payload.length }),
      endorsed: response.hasEndorsement(),
    };
  });
}

type Described = Pick<
  peer.lifecycle.QueryChaincodeDefinitionResult,
  | 'getSequence'
  | 'getVersion'
  | 'getEndorsementPlugin'
  | 'getValidationPlugin'
  | 'getInitRequired'
  | 'getValidationParameter_asU8'
  | 'getCollections'
>;

function described(definition: Described): { readonly [name: string]: Json } {
  const policy = peer.ApplicationPolicy.deserializeBinary(definition.getValidationParameter_asU8());
  return {
    sequence: definition.getSequence(),
    version: definition.getVersion(),
    plugins: [definition.getEndorsementPlugin(), definition.getValidationPlugin()],
    init: definition.getInitRequired(),
    policyOf: policy.getSignaturePolicy()?.getIdentitiesList().length ?? 0,
    collections: (definition.getCollections()?.getConfigList() ?? []).map((entry) => {
      const collection = entry.getStaticCollectionConfig();
      return [
        collection?.getName() ?? '',
        collection?.getRequiredPeerCount() ?? 0,
        collection?.getMaximumPeerCount() ?? 0,
        collection?.getMemberOnlyRead() ?? false,
      ];
    }),
  };
}

const sorted = (map: { forEach(each: (value: boolean, key: string) => void): void }): Json => {
  const entries: [string, boolean][] = [];
  map.forEach((value, key) => entries.push([key, value]));
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
};

const chainInfo: Question = {
  contract: 'qscc',
  args: ['GetChainInfo', CHANNEL],
  read: (payload) => common.BlockchainInfo.deserializeBinary(payload).getHeight() > 0,
};

const channels: Question = {
  contract: 'cscc',
  args: ['GetChannels'],
  read: (payload) =>
    peer.ChannelQueryResponse.deserializeBinary(payload)
      .getChannelsList()
      .map((each) => each.getChannelId()),
};

const configurationBlock = (channel: string): Question => ({
  contract: 'cscc',
  args: ['GetConfigBlock', channel],
  read: (payload) => {
    const [bytes = new Uint8Array()] =
      common.Block.deserializeBinary(payload).getData()?.getDataList_asU8() ?? [];
    const contents = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
    );
    const header = contents.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
    return common.ChannelHeader.deserializeBinary(header).getType();
  },
});

const channelConfiguration = (channel: string): Question => ({
  contract: 'cscc',
  args: ['GetChannelConfig', channel],
  read: (payload) => {
    const groups: string[] = [];
    common.Config.deserializeBinary(payload)
      .getChannelGroup()
      ?.getGroupsMap()
      .forEach((_group, name) => groups.push(name));
    return groups.sort();
  },
});

function committed(name: string): Question {
  const args = new lifecycle.QueryChaincodeDefinitionArgs();
  args.setName(name);
  return {
    contract: '_lifecycle',
    args: ['QueryChaincodeDefinition', args.serializeBinary()],
    read: (payload) => {
      const found = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
      return { ...described(found), approvals: sorted(found.getApprovalsMap()) };
    },
  };
}

const allCommitted: Question = {
  contract: '_lifecycle',
  args: ['QueryChaincodeDefinitions', new lifecycle.QueryChaincodeDefinitionsArgs().serializeBinary()],
  read: (payload) =>
    lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(payload)
      .getChaincodeDefinitionsList()
      .map((found) => ({ name: found.getName(), ...described(found) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
};

function readiness(name: string, sequence: number): Question {
  const args = new lifecycle.CheckCommitReadinessArgs();
  args.setName(name);
  args.setVersion('1');
  args.setSequence(sequence);
  return {
    contract: '_lifecycle',
    args: ['CheckCommitReadiness', args.serializeBinary()],
    read: (payload) => {
      const found = lifecycle.CheckCommitReadinessResult.deserializeBinary(payload);
      const mismatches: [string, string[]][] = [];
      found.getMismatchesMap().forEach((each, mspId) => mismatches.push([mspId, each.getItemsList()]));
      return { approvals: sorted(found.getApprovalsMap()), mismatches: mismatches.sort() };
    },
  };
}

function approved(name: string, sequence = 0): Question {
  const args = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
  args.setName(name);
  args.setSequence(sequence);
  return {
    contract: '_lifecycle',
    args: ['QueryApprovedChaincodeDefinition', args.serializeBinary()],
    read: (payload) => described(lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(payload)),
  };
}

/** The same questions on the channel and on none. */
async function bothWays(client: MemberClient, question: Question): Promise<Json> {
  return { onChannel: await evaluated(client, question), onNone: await without(client, question) };
}

async function each(
  client: MemberClient,
  questions: Readonly<Record<string, Question>>,
): Promise<Record<string, Json>> {
  const answers: Record<string, Json> = {};
  for (const [name, question] of Object.entries(questions)) answers[name] = await bothWays(client, question);
  return answers;
}

const administrator = (ledger: LedgerUnderTest): Promise<MemberClient> =>
  ledger.client('VN', { as: 'admin' });

const behaviours: readonly Behaviour[] = [
  {
    name: "a peer's built-in contracts tell of channel and configuration, on the channel and on none",
    run: async (ledger) => {
      await ledger.settled();
      return each(await ledger.client('VN'), {
        chainInfo,
        channels,
        configurationBlock: configurationBlock(CHANNEL),
        configurationElsewhere: configurationBlock('elsewhere'),
        channelConfiguration: channelConfiguration(CHANNEL),
        channelConfigurationElsewhere: channelConfiguration('elsewhere'),
        channelConfigurationNowhere: channelConfiguration(''),
        noFunction: { contract: 'cscc', args: ['Nothing', CHANNEL] },
        noArgument: { contract: 'cscc', args: ['GetConfigBlock'] },
      });
    },
  },
  {
    name: 'the lifecycle tells of definitions, committed and to come',
    run: async (ledger) =>
      each(await ledger.client('VN'), {
        committed: committed('origin'),
        committedOther: committed('other'),
        nothingCommitted: committed('unheard'),
        allCommitted,
        ready: readiness('unheard', 1),
        readyTooLate: readiness('unheard', 2),
        readyAgain: readiness('other', 1),
        approvedByClient: approved('origin'),
        noFunction: { contract: '_lifecycle', args: ['Nothing', ''] },
        noArgument: { contract: '_lifecycle', args: ['QueryChaincodeDefinitions'] },
      }),
  },
  {
    name: "a member's administrator is told what its organisation has approved",
    run: async (ledger) => {
      const admin = await administrator(ledger);
      return {
        current: await evaluated(admin, approved('origin')),
        bySequence: await evaluated(admin, approved('other', 1)),
        never: await evaluated(admin, approved('unheard', 1)),
        channels: await without(admin, channels),
      };
    },
  },
  {
    name: 'on no channel a peer answers its own members only, and none but the built-in contracts',
    run: async (ledger) => {
      const stranger = await ledger.client('SG', { at: 'VN' });
      const own = await ledger.client('VN');
      return {
        strangerOnNone: await without(stranger, chainInfo),
        strangerChannels: await bothWays(stranger, channels),
        contract: await without(own, { contract: 'origin', args: ['run', '[]'] }),
      };
    },
  },
];

export const systemContracts: Topic = { topic: 'system-contracts', behaviours };
