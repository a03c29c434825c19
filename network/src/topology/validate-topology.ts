import { NetworkError } from '../network-error.js';
import type { Batch, Member, Topology } from './topology.js';

type Fields = Readonly<Record<string, unknown>>;

export const LARGEST_PORT = 65_535;
/** Fabric's rule for channel names. */
const CHANNEL_NAME = /^[a-z][a-z0-9.-]{0,248}$/u;
const CHAINCODE_NAME = /^[a-zA-Z0-9]+(?:[-_][a-zA-Z0-9]+)*$/u;
const COLLECTION_NAME = /^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/u;
const MSP_ID = /^[A-Za-z0-9.-]+$/u;
const MEMBER_CODE = /^[A-Z][A-Z0-9]{1,15}$/u;
const COUNTRY = /^[A-Z]{2}$/u;
const DOMAIN = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/u;

/**
 * Checks what was read from a topology file.
 *
 * @throws NetworkError `TOPOLOGY_INVALID`, naming the field and the reason.
 */
export function validateTopology(value: unknown): Topology {
  const fields = record(value, 'topology');
  const chaincode = record(fields['chaincode'], 'chaincode');
  const members = memberList(fields['members']);
  const topology: Topology = {
    channel: text(fields['channel'], 'channel', CHANNEL_NAME),
    host: text(fields['host'], 'host'),
    chaincode: {
      name: text(chaincode['name'], 'chaincode.name', CHAINCODE_NAME),
      version: text(chaincode['version'], 'chaincode.version'),
    },
    endorsement: { required: requiredEndorsements(fields['endorsement'], members.length) },
    batch: batch(fields['batch']),
    members,
  };
  refuseRepeated(members);
  return topology;
}

function memberList(value: unknown): readonly Member[] {
  if (!Array.isArray(value) || value.length === 0)
    throw invalid('members', 'must be a list with at least one member');
  return value.map((entry: unknown, index) => member(entry, `members[${index}]`));
}

function member(value: unknown, at: string): Member {
  const fields = record(value, at);
  const peer = record(fields['peer'], `${at}.peer`);
  const orderer = record(fields['orderer'], `${at}.orderer`);
  const contract = record(fields['contract'], `${at}.contract`);
  return {
    code: text(fields['code'], `${at}.code`, MEMBER_CODE),
    name: text(fields['name'], `${at}.name`),
    mspId: text(fields['mspId'], `${at}.mspId`, MSP_ID),
    domain: text(fields['domain'], `${at}.domain`, DOMAIN),
    ...(fields['host'] === undefined ? {} : { host: text(fields['host'], `${at}.host`) }),
    country: text(fields['country'], `${at}.country`, COUNTRY),
    collection: text(fields['collection'], `${at}.collection`, COLLECTION_NAME),
    peer: {
      port: port(peer['port'], `${at}.peer.port`),
      chaincodePort: port(peer['chaincodePort'], `${at}.peer.chaincodePort`),
      operationsPort: port(peer['operationsPort'], `${at}.peer.operationsPort`),
    },
    orderer: {
      port: port(orderer['port'], `${at}.orderer.port`),
      adminPort: port(orderer['adminPort'], `${at}.orderer.adminPort`),
      operationsPort: port(orderer['operationsPort'], `${at}.orderer.operationsPort`),
    },
    ca: { port: port(record(fields['ca'], `${at}.ca`)['port'], `${at}.ca.port`) },
    contract: {
      port: port(contract['port'], `${at}.contract.port`),
      upgradePort: port(contract['upgradePort'], `${at}.contract.upgradePort`),
    },
    gateway: { port: port(record(fields['gateway'], `${at}.gateway`)['port'], `${at}.gateway.port`) },
  };
}

function requiredEndorsements(value: unknown, members: number): number {
  const required = integer(record(value, 'endorsement')['required'], 'endorsement.required', 1);
  if (required > members)
    throw invalid('endorsement.required', `is ${required}, but there are ${members} members`);
  return required;
}

function batch(value: unknown): Batch {
  const fields = record(value, 'batch');
  const result = {
    timeoutMilliseconds: integer(fields['timeoutMilliseconds'], 'batch.timeoutMilliseconds', 1),
    maxMessages: integer(fields['maxMessages'], 'batch.maxMessages', 1),
    preferredMaxBytes: integer(fields['preferredMaxBytes'], 'batch.preferredMaxBytes', 1),
    absoluteMaxBytes: integer(fields['absoluteMaxBytes'], 'batch.absoluteMaxBytes', 1),
  };
  if (result.preferredMaxBytes > result.absoluteMaxBytes) {
    throw invalid('batch.preferredMaxBytes', 'is greater than batch.absoluteMaxBytes');
  }
  return result;
}

function refuseRepeated(members: readonly Member[]): void {
  const unique: readonly (readonly [string, (member: Member) => string])[] = [
    ['code', (member) => member.code],
    ['mspId', (member) => member.mspId],
    ['domain', (member) => member.domain],
    ['collection', (member) => member.collection],
  ];
  for (const [name, of] of unique) {
    const seen = new Set<string>();
    for (const value of members.map(of)) {
      if (seen.has(value)) throw invalid(`members.${name}`, `"${value}" is given to two members`);
      seen.add(value);
    }
  }
  const ports = new Map<number, string>();
  for (const member of members) {
    for (const [name, value] of memberPorts(member)) {
      const other = ports.get(value);
      if (other !== undefined) throw invalid('ports', `${value} is given to ${other} and to ${name}`);
      ports.set(value, name);
    }
  }
}

/** Every port of a member with a name for messages. */
export function memberPorts(member: Member): readonly (readonly [string, number])[] {
  return [
    [`${member.code} peer`, member.peer.port],
    [`${member.code} peer chaincode`, member.peer.chaincodePort],
    [`${member.code} peer operations`, member.peer.operationsPort],
    [`${member.code} orderer`, member.orderer.port],
    [`${member.code} orderer admin`, member.orderer.adminPort],
    [`${member.code} orderer operations`, member.orderer.operationsPort],
    [`${member.code} CA`, member.ca.port],
    [`${member.code} contract`, member.contract.port],
    [`${member.code} contract upgrade`, member.contract.upgradePort],
    [`${member.code} gateway`, member.gateway.port],
  ];
}

function record(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(at, 'must be an object');
  return value as Fields;
}

function text(value: unknown, at: string, pattern = /\S/u): string {
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw invalid(at, `must be a text that matches ${pattern.source}`);
  }
  return value;
}

function integer(value: unknown, at: string, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw invalid(at, `must be a whole number of at least ${least}`);
  }
  return value;
}

function port(value: unknown, at: string): number {
  const result = integer(value, at, 1);
  if (result > LARGEST_PORT) throw invalid(at, `must be a port, at most ${LARGEST_PORT}`);
  return result;
}

function invalid(at: string, reason: string): NetworkError {
  return new NetworkError('TOPOLOGY_INVALID', `Topology: ${at} ${reason}.`);
}
