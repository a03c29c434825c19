import { X509Certificate } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { Identity, IdentityDeserializer } from '../embedded/seam.js';
import { ChannelIdentity, identityDigest } from './channel-identity.js';
import { IdentityError } from './identity-error.js';
import { OrganisationMsp } from './organisation-msp.js';

/** Creators are few and come back all the time; strangers must not fill the memory. */
const MOST_CACHED = 10_000;

/**
 * A deserializer for the organisations of a channel, by their MSP definitions as they stand in its configuration.
 * Expiry is not judged here: Fabric looks at it when a proposal or a request comes in, and never in old blocks.
 */
export function newIdentityDeserializer(configs: readonly msp.FabricMSPConfig[]): IdentityDeserializer {
  const organisations = new Map(configs.map((config) => [config.getName(), new OrganisationMsp(config)]));
  const cache = new Map<string, Identity>();
  return {
    deserialize(serialized) {
      const digest = identityDigest(serialized);
      const known = cache.get(digest);
      if (known !== undefined) return known;
      const identity = parse(organisations, serialized);
      if (cache.size >= MOST_CACHED) cache.clear();
      cache.set(digest, identity);
      return identity;
    },
  };
}

function parse(organisations: ReadonlyMap<string, OrganisationMsp>, serialized: Uint8Array): Identity {
  const { mspId, certificate } = read(serialized);
  const organisation = organisations.get(mspId);
  if (organisation === undefined) throw new IdentityError('unknown MSP', mspId, `MSP ${mspId} is unknown`);
  const role = organisation.validate(certificate);
  return new ChannelIdentity(mspId, Uint8Array.from(serialized), certificate, role);
}

/** The organisation an identity claims and its certificate, nothing of it checked. @throws IdentityError `malformed`. */
export function read(serialized: Uint8Array): { mspId: string; certificate: X509Certificate } {
  let mspId = '';
  try {
    const message = msp.SerializedIdentity.deserializeBinary(serialized);
    mspId = message.getMspid();
    return { mspId, certificate: new X509Certificate(message.getIdBytes_asU8()) };
  } catch {
    throw new IdentityError('malformed', mspId, 'no certificate can be read from it');
  }
}
