import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { membersPolicy } from '../../../contract/definition-messages.js';
import type { Channel, ChannelOptions, Collection, ContractAddress } from '../../seam.js';
import { openChannel } from '../channel.js';
import { newTestSigner, testIdentities, testSigner, type TestSigner } from './test-identities.js';

export const MEMBERS = ['VNMSP', 'SGMSP', 'THMSP'] as const;
export type MemberMsp = (typeof MEMBERS)[number];

export function collectionOf(mspId: MemberMsp): Collection {
  return {
    name: `documents-${mspId}`,
    memberPolicy: membersPolicy([mspId], 1),
    memberMspIds: [mspId],
    requiredPeerCount: 0,
    maxPeerCount: 1,
    memberOnlyRead: true,
    memberOnlyWrite: false,
    blockToLive: 0,
    endorsementPolicy: membersPolicy([mspId], 1),
  };
}

/** A contract that any two members endorse, with a collection for each member. */
export const DEFINITION = {
  name: 'test',
  version: '1',
  initRequired: false,
  endorsementPolicy: membersPolicy(MEMBERS, 2),
  collections: MEMBERS.map(collectionOf),
};

function genesis(): common.Block {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setChannelId('test-channel');
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const blockHeader = new common.BlockHeader();
  blockHeader.setNumber(0);
  const data = new common.BlockData();
  data.setDataList([envelope.serializeBinary()]);
  const block = new common.Block();
  block.setHeader(blockHeader);
  block.setData(data);
  return block;
}

/** The private keys of members' peers and clients, as PEM by `MSP/ROLE`. */
export type TestKeys = Readonly<Record<string, string>>;

/** Members and a folder that outlive the opening and closing of a channel. */
export class TestNetwork {
  readonly folder: string;
  readonly #signers = new Map<string, TestSigner>();

  /** @param keys of a network made before; without them new ones are made. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'embedded-channel-')), keys?: TestKeys) {
    this.folder = folder;
    for (const mspId of MEMBERS) {
      for (const role of ['PEER', 'CLIENT'] as const) {
        const pem = keys?.[`${mspId}/${role}`];
        const signer = pem ? testSigner(mspId, role, createPrivateKey(pem)) : newTestSigner(mspId, role);
        this.#signers.set(`${mspId}/${role}`, signer);
      }
    }
  }

  keys(): TestKeys {
    return Object.fromEntries(
      [...this.#signers].map(([name, { key }]) => [
        name,
        key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ]),
    );
  }

  options(overrides: Partial<ChannelOptions> = {}): ChannelOptions {
    return {
      name: 'test-channel',
      directory: this.folder,
      genesis: genesis(),
      identities: testIdentities,
      signers: MEMBERS.map((mspId) => this.#signer(`${mspId}/PEER`)),
      consenters: MEMBERS.map((mspId, index) => ({
        consenter: index + 1,
        signer: this.#signer(`${mspId}/PEER`),
      })),
      batch: {
        timeoutMilliseconds: 10,
        maxMessages: 100,
        preferredMaxBytes: 1024 * 1024,
        absoluteMaxBytes: 10 * 1024 * 1024,
      },
      executeTimeoutMilliseconds: 30_000,
      log: () => undefined,
      ...overrides,
    };
  }

  open(overrides?: Partial<ChannelOptions>): Promise<Channel> {
    return openChannel(this.options(overrides));
  }

  client(mspId: MemberMsp = 'VNMSP'): TestSigner {
    return this.#signer(`${mspId}/CLIENT`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #signer(name: string): TestSigner {
    const signer = this.#signers.get(name);
    if (!signer) {
      throw new Error(`no ${name}`);
    }
    return signer;
  }
}

/** The same service for every member. */
export function addressesAt(port: number): Map<string, ContractAddress> {
  return new Map(MEMBERS.map((mspId) => [mspId, { host: '127.0.0.1', port }]));
}
