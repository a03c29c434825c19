import type { Channel, ChannelOptions } from '../../seam.js';
import { addressesAt, DEFINITION, type MemberMsp, TestNetwork } from './test-channel.js';
import { evaluate, submit } from './test-client.js';
import { TestService } from './test-service.js';

/** A channel with the test contract at every member, for one suite. */
export class SharedChannel {
  private constructor(
    readonly network: TestNetwork,
    readonly service: TestService,
    public channel: Channel,
  ) {}

  static async start(overrides?: Partial<ChannelOptions>): Promise<SharedChannel> {
    const service = await TestService.start();
    const network = new TestNetwork();
    const channel = await network.open(overrides);
    await channel.deploy(DEFINITION, addressesAt(service.port));
    return new SharedChannel(network, service, channel);
  }

  /** Closes the channel and opens it again from what is on disk. */
  async reopen(): Promise<void> {
    await this.channel.close();
    this.channel = await this.network.open();
    await this.channel.deploy(DEFINITION, addressesAt(this.service.port));
  }

  async stop(): Promise<void> {
    await this.channel.close();
    await this.service.stop();
    this.network.remove();
  }

  /** Submits, endorsed by VN and SG unless told otherwise. @returns the validation code. */
  async submit(
    args: readonly string[],
    members: readonly MemberMsp[] = ['VNMSP', 'SGMSP'],
    transient: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const call = { arguments: args, client: this.network.client(), transient };
    return (await submit(this.channel, call, members)).code;
  }

  evaluate(
    args: readonly string[],
    member: MemberMsp = 'VNMSP',
    client: MemberMsp = 'VNMSP',
  ): Promise<string> {
    return evaluate(this.channel, { arguments: args, client: this.network.client(client) }, member);
  }
}

/** The text of a rejection; fails the test when there is none. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('was not refused');
}
