import { dirname, resolve } from 'node:path';
import { readJsonFile } from '../files/json-file.js';

/** A Fabric identity as files. */
export interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

/** How a member reaches the ledger: the part of `connections/<CODE>.json` an administrator needs. */
export interface ConnectionProfile {
  readonly channel: string;
  readonly chaincode: string;
  readonly member: { readonly code: string; readonly mspId: string; readonly name: string };
  readonly members: readonly { readonly code: string; readonly mspId: string }[];
  readonly peer: {
    readonly endpoint: string;
    readonly tlsRootCertificate: string;
    readonly hostAlias?: string;
  };
  readonly adminIdentity: IdentityFiles;
}

/** A connection profile that cannot be read or is none. */
export class ConnectionProfileError extends Error {
  override readonly name = 'ConnectionProfileError';
}

/**
 * Reads a member's connection profile; paths in it are relative to the file.
 * @throws ConnectionProfileError
 */
export function readConnectionProfile(file: string): ConnectionProfile {
  const profile = parse(file);
  const beside = (path: string): string => resolve(dirname(file), path);
  return {
    ...profile,
    peer: { ...profile.peer, tlsRootCertificate: beside(profile.peer.tlsRootCertificate) },
    adminIdentity: {
      certificate: beside(profile.adminIdentity.certificate),
      privateKey: beside(profile.adminIdentity.privateKey),
    },
  };
}

function parse(file: string): ConnectionProfile {
  let value: unknown;
  try {
    value = readJsonFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new ConnectionProfileError(`the connection profile ${why}`, { cause: error });
  }
  const missing = REQUIRED.filter((path) => at(value, path) === undefined);
  if (missing.length > 0)
    throw new ConnectionProfileError(`${file} is no connection profile: it lacks ${missing.join(', ')}`);
  return value as ConnectionProfile;
}

const REQUIRED = [
  'channel',
  'chaincode',
  'member.code',
  'member.mspId',
  'member.name',
  'members',
  'peer.endpoint',
  'peer.tlsRootCertificate',
  'adminIdentity.certificate',
  'adminIdentity.privateKey',
];

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (here, name) =>
        typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[name] : undefined,
      value,
    );
}
