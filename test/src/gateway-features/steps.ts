import { status } from '@grpc/grpc-js';
import { GatewayError, type ChaincodeEvent } from '@hyperledger/fabric-gateway';
import type { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import type { Step } from './feature-file.js';
import type { FeatureWorld } from './feature-world.js';

type Act = (world: FeatureWorld, matched: readonly string[], step: Step) => unknown;

const ONLY = 'default';
const KINDS = '(chaincode|block|filtered block|block and private data)';
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? '').toString();

/** Ports are chosen anew for each run; the features name each peer by its host and one of their own. */
const host = (address = ''): string => address.replace(/:\d+$/u, '');

async function listen(
  world: FeatureWorld,
  kind: string,
  name: string,
  start: 'next' | 'last' | 'checkpoint',
): Promise<void> {
  const { network, checkpointer } = world.current;
  if (network === undefined) throw new RangeError('no network yet');
  const options = world.from(start);
  const passed = async (block: number | undefined): Promise<void> => {
    if (start === 'checkpoint') await checkpointer.checkpointBlock(BigInt(block ?? 0));
  };
  switch (kind) {
    case 'chaincode':
      world.listen(name, await network.getChaincodeEvents('basic', options), async (event) => {
        if (start === 'checkpoint') await checkpointer.checkpointChaincodeEvent(event as ChaincodeEvent);
      });
      return;
    case 'block':
      world.listen(name, await network.getBlockEvents(options), (block) =>
        passed((block as common.Block).getHeader()?.getNumber()),
      );
      return;
    case 'filtered block':
      world.listen(name, await network.getFilteredBlockEvents(options), (block) =>
        passed((block as peer.FilteredBlock).getNumber()),
      );
      return;
    default:
      world.listen(name, await network.getBlockAndPrivateDataEvents(options), (block) =>
        passed((block as peer.BlockAndPrivateData).getBlock()?.getHeader()?.getNumber()),
      );
  }
}

function gatewayError({ invocation: { error } }: FeatureWorld): GatewayError {
  if (error instanceof GatewayError) return error;
  throw new Error('not an error of the gateway', { cause: error });
}

/** What each step of the features does; the first that matches counts. */
const acts: readonly (readonly [pattern: RegExp, act: Act])[] = [
  // The ledger runs, with its one channel.
  [/^I have (?:deployed a Fabric network|created and joined all channels)$/u, () => undefined],
  [
    /^I deploy \w+ chaincode named (\w+) at version \S+ for all organizations on channel mychannel with endorsement policy (.+)$/u,
    (world, [name = '', policy = '']) => world.network.deploy(name, policy.replaceAll('"', "'")),
  ],
  [
    /^I create a gateway named (\w+) (without signer )?for user User1 in MSP (\w+)$/u,
    (world, [name = '', without, mspId = '']) => {
      world.newGateway(name, mspId, without === undefined);
    },
  ],
  [/^I connect the gateway to (\S+)$/u, (world, [name = '']) => world.connectTo(name)],
  [
    /^I use the (\w+) network$/u,
    ({ current }, [name = '']) => {
      if (current.gateway !== undefined) current.network = current.gateway.getNetwork(name);
    },
  ],
  [
    /^I use the (\w+) contract$/u,
    ({ current }, [name = '']) => {
      if (current.network !== undefined) current.contract = current.network.getContract(name);
    },
  ],
  [
    /^I use the gateway named (\w+)$/u,
    (world, [name = '']) => {
      world.use(name);
    },
  ],
  [
    /^I create a checkpointer$/u,
    () => undefined, // Each gateway has one, without a position.
  ],
  [
    /^I prepare to (evaluate|submit) an? (\w+) transaction$/u,
    (world, [kind, name = '']) => {
      world.prepare(kind === 'evaluate' ? 'evaluate' : 'submit', name);
    },
  ],
  [
    /^I set the transaction arguments to (.+)$/u,
    ({ invocation }, [list = '[]']) => {
      invocation.options.arguments = JSON.parse(list) as string[];
    },
  ],
  [
    /^I set the endorsing organizations to (.+)$/u,
    ({ invocation }, [list = '[]']) => {
      invocation.options.endorsingOrganizations = JSON.parse(list) as string[];
    },
  ],
  [
    /^I set transient data on the transaction to$/u,
    ({ invocation }, _matched, { table }) => {
      invocation.options.transientData = Object.fromEntries(
        table.map(([name = '', value = '']) => [name, value]),
      );
    },
  ],
  [/^I do off-line signing as user User1 in MSP (\w+)$/u, (world, [mspId = '']) => world.signOffline(mspId)],
  [
    /^I invoke the transaction$/u,
    async (world) => {
      await world.invoke();
      if (world.invocation.error !== undefined) throw world.invocation.error;
    },
  ],
  [
    /^the transaction invocation should fail$/u,
    async (world) => {
      await world.invoke();
      expect(world.invocation.error).to.be.an('error');
    },
  ],
  [
    /^the response should be "(.*)"$/u,
    ({ invocation }, [expected]) => {
      expect(text(invocation.result)).to.equal(expected);
    },
  ],
  [
    /^the response should be JSON matching$/u,
    ({ invocation }, _matched, { document }) => {
      expect(JSON.parse(text(invocation.result))).to.deep.equal(JSON.parse(document));
    },
  ],
  [
    /^the error message should contain "(.*)"$/u,
    ({ invocation }, [expected = '']) => {
      expect(invocation.error?.message).to.include(expected);
    },
  ],
  [
    /^the error status should be (\w+)$/u,
    (world, [expected]) => {
      expect(status[gatewayError(world).code]).to.equal(expected);
    },
  ],
  [
    /^the error details should be$/u,
    (world, _matched, { table }) => {
      const { details } = gatewayError(world);
      expect(details).not.to.be.empty;
      for (const { address, mspId, message } of details) {
        const row = table.find(([named]) => host(named) === host(address));
        expect(row, address).not.to.equal(undefined);
        expect(mspId).to.equal(row?.[1]);
        expect(message).to.include(row?.[2]);
      }
    },
  ],
  [
    new RegExp(`^I use the checkpointer to listen for ${KINDS} events(?: from \\w+)?$`, 'u'),
    (world, [kind = '']) => listen(world, kind, ONLY, 'checkpoint'),
  ],
  [
    new RegExp(`^I listen for ${KINDS} events(?: from \\w+)?(?: on a listener named "(\\w+)")?$`, 'u'),
    (world, [kind = '', name = ONLY]) => listen(world, kind, name, 'next'),
  ],
  [
    new RegExp(`^I replay ${KINDS} events(?: from \\w+)? starting at last committed block$`, 'u'),
    (world, [kind = '']) => listen(world, kind, ONLY, 'last'),
  ],
  [
    new RegExp(`^I stop listening for ${KINDS} events(?: on "(\\w+)")?$`, 'u'),
    (world, [, name = ONLY]) => {
      world.listener(name).close();
    },
  ],
  [
    /^I should receive a chaincode event named "(\w+)" with payload "(\w+)"(?: on "(\w+)")?$/u,
    async (world, [eventName, payload, name = ONLY]) => {
      const event = (await world.listener(name).next()) as ChaincodeEvent | undefined;
      expect([event?.eventName, text(event?.payload)]).to.deep.equal([eventName, payload]);
    },
  ],
  [
    /^I should receive a (?:block|filtered block|block and private data) event(?: on "(\w+)")?$/u,
    async (world, [name = ONLY]) => {
      expect(await world.listener(name).next()).not.to.equal(undefined);
    },
  ],
];

/** Takes one step. @throws RangeError for a step that nobody knows; whatever makes a step fail. */
export async function take(world: FeatureWorld, step: Step): Promise<void> {
  for (const [pattern, act] of acts) {
    const matched = pattern.exec(step.text);
    if (matched !== null) {
      await act(world, matched.slice(1), step);
      return;
    }
  }
  throw new RangeError(`no step: ${step.text}`);
}
