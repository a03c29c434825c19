import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  freePort,
  readTopology,
  startEmbeddedLedger,
  withFreePorts,
  type EmbeddedLedger,
  type Topology,
} from '@origin-ledger/network';
import { ManagedProcess } from '@origin-ledger/network/process';

const CONTRACT = fileURLToPath(new URL('./contract.js', import.meta.url));
const CHANNEL = 'mychannel';

const collection = (name: string, members: readonly string[], own: object): CollectionTerms => ({
  name,
  policy: `OR(${members.map((mspId) => `'${mspId}.member'`).join(', ')})`,
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 3,
  memberOnlyRead: true,
  memberOnlyWrite: false,
  ...own,
});

type CollectionTerms = NonNullable<
  NonNullable<Parameters<EmbeddedLedger['deploy']>[0]['terms']>['collections']
>[number];

const endorsedBy = (mspId: string): object => ({
  endorsementPolicy: { signaturePolicy: `OR('${mspId}.member')` },
});

/** What the features expect of the contract `private`. */
const COLLECTIONS: readonly CollectionTerms[] = [
  collection('SharedCollection', ['Org1MSP', 'Org3MSP'], { blockToLive: 1_000_000, memberOnlyWrite: true }),
  collection('Org1Collection', ['Org1MSP'], endorsedBy('Org1MSP')),
  collection('Org3Collection', ['Org3MSP'], { memberOnlyRead: false, ...endorsedBy('Org3MSP') }),
];

/** The features' network on the embedded ledger: three organisations, one channel, a copy of each contract for each. */
export class FeatureNetwork implements AsyncDisposable {
  readonly #data: string;
  readonly #copies = new Map<string, ManagedProcess>();
  readonly #addresses = new Map<string, Readonly<Record<string, string>>>();
  readonly #policies = new Map<string, string>();

  private constructor(
    data: string,
    readonly ledger: EmbeddedLedger,
  ) {
    this.#data = data;
  }

  static async start(): Promise<FeatureNetwork> {
    const data = await mkdtemp(join(tmpdir(), 'gateway-features-'));
    const ledger = await startEmbeddedLedger({
      data,
      topology: await topology(),
      log: () => undefined,
    });
    return new FeatureNetwork(data, ledger);
  }

  get connections(): string {
    return this.ledger.layout.connections;
  }

  /** The code of the member with an MSP, or with a peer of this name. */
  codeOf(name: string): string {
    const found = this.ledger.topology.members.find(
      ({ mspId, domain }) => mspId === name || `peer0.${domain}` === name,
    );
    if (found === undefined) throw new RangeError(`no member ${name}`);
    return found.code;
  }

  /** Sees that a contract is deployed under a policy, and that all its copies answer. */
  async deploy(name: string, policy: string): Promise<void> {
    const addresses = this.#addresses.get(name) ?? (await this.#newAddresses());
    this.#addresses.set(name, addresses);
    await this.#start(name, addresses);
    if (this.#policies.get(name) !== policy) {
      const collections = name === 'private' ? COLLECTIONS : [];
      await this.ledger.deploy({ name, addresses, terms: { version: '1.0.0', policy, collections } });
      this.#policies.set(name, policy);
    }
    // One that crashed in the scenario before may end only now, and is found again once it runs.
    while (this.#isSilent(name)) {
      await this.#start(name, addresses);
      await pause(20);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ledger.close();
    await Promise.all([...this.#copies.values()].map((copy) => copy.stop()));
    await rm(this.#data, { recursive: true });
  }

  #isSilent(name: string): boolean {
    return this.ledger
      .contracts()
      .some(({ definition, silent }) => definition.name === name && silent.length > 0);
  }

  /** Starts the copies of a contract that do not run. */
  async #start(name: string, addresses: Readonly<Record<string, string>>): Promise<void> {
    const { members } = this.ledger.topology;
    await Promise.all(members.map(({ code, mspId }) => this.#running(name, mspId, addresses[code] ?? '')));
  }

  async #newAddresses(): Promise<Readonly<Record<string, string>>> {
    const addresses: Record<string, string> = {};
    for (const { code } of this.ledger.topology.members) addresses[code] = `127.0.0.1:${await freePort()}`;
    return addresses;
  }

  async #running(name: string, mspId: string, address: string): Promise<void> {
    const copy = `${name} of ${mspId}`;
    if (this.#copies.get(copy)?.running === true) return;
    const started = await ManagedProcess.start({
      name: copy,
      script: CONTRACT,
      args: ['--address', address],
      ready: /^listening/u,
      env: { CORE_PEER_LOCALMSPID: mspId, FEATURES_CONTRACT: name },
    });
    this.#copies.set(copy, started);
  }
}

async function topology(): Promise<Topology> {
  const own = await readTopology();
  const members = own.members.slice(0, 3).map((member, index) => ({
    ...member,
    code: `ORG${index + 1}`,
    name: `Org${index + 1}`,
    mspId: `Org${index + 1}MSP`,
    domain: `org${index + 1}.example.com`,
  }));
  return withFreePorts({ ...own, channel: CHANNEL, members });
}
