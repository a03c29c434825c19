import { readFile } from 'node:fs/promises';
import { NetworkError } from '../network-error.js';
import type { CollectionConfig } from './contract-terms.js';

/**
 * Reads a collection configuration file as Fabric's `peer lifecycle chaincode` takes it.
 *
 * @throws NetworkError `COLLECTIONS_INVALID`, naming the field.
 */
export async function readCollections(path: string): Promise<readonly CollectionConfig[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkError('COLLECTIONS_INVALID', `Cannot read the collections ${path}: ${reason}`, {
      cause,
    });
  }
  return validateCollections(value);
}

/** @throws NetworkError `COLLECTIONS_INVALID`. */
export function validateCollections(value: unknown): readonly CollectionConfig[] {
  if (!Array.isArray(value)) throw invalid('the file', 'must be a list');
  return value.map((entry: unknown, index) => collection(entry, `collection ${index + 1}`));
}

function collection(value: unknown, at: string): CollectionConfig {
  if (typeof value !== 'object' || value === null) throw invalid(at, 'must be an object');
  const fields = value as Readonly<Record<string, unknown>>;
  return {
    name: text(fields['name'], `${at}.name`),
    policy: text(fields['policy'], `${at}.policy`),
    requiredPeerCount: count(fields['requiredPeerCount'] ?? 0, `${at}.requiredPeerCount`),
    maxPeerCount: count(fields['maxPeerCount'] ?? 0, `${at}.maxPeerCount`),
    blockToLive: count(fields['blockToLive'] ?? 0, `${at}.blockToLive`),
    memberOnlyRead: flag(fields['memberOnlyRead'] ?? false, `${at}.memberOnlyRead`),
    memberOnlyWrite: flag(fields['memberOnlyWrite'] ?? false, `${at}.memberOnlyWrite`),
    ...endorsementPolicy(fields['endorsementPolicy'], at),
  };
}

function endorsementPolicy(value: unknown, at: string): Pick<CollectionConfig, 'endorsementPolicy'> {
  if (value === undefined) return {};
  const fields =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const { signaturePolicy, channelConfigPolicy } = fields;
  if (channelConfigPolicy === undefined) {
    return {
      endorsementPolicy: {
        signaturePolicy: text(signaturePolicy, `${at}.endorsementPolicy.signaturePolicy`),
      },
    };
  }
  if (signaturePolicy !== undefined) {
    throw invalid(`${at}.endorsementPolicy`, 'must have one of signaturePolicy and channelConfigPolicy');
  }
  return {
    endorsementPolicy: {
      channelConfigPolicy: text(channelConfigPolicy, `${at}.endorsementPolicy.channelConfigPolicy`),
    },
  };
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(at, 'must be a text');
  return value;
}

function count(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw invalid(at, 'must be a whole number');
  return value;
}

function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw invalid(at, 'must be true or false');
  return value;
}

function invalid(at: string, reason: string): NetworkError {
  return new NetworkError('COLLECTIONS_INVALID', `Collections: ${at} ${reason}.`);
}
