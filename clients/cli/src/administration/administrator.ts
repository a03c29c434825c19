import { createPrivateKey, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credentials, Client } from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import {
  algorithmOf,
  PublicJwk,
  requestIdFrom,
  signRequest,
  thumbprint,
  validatorOf,
  type CharterRecord,
  type SigningKey,
} from '@origin-ledger/model';
import { BACKDATED_SECONDS } from '@origin-ledger/sdk';
import { whyNot } from '../files/json-file.js';
import { blockHeaderHash } from './block-header-hash.js';
import { ConnectionProfileError, type ConnectionProfile } from './connection-profile.js';
import { charterIn, errorOf, isKnown, submitAct, type Recorded } from './submit-act.js';

/** An administrator of a member, connected to its own peer. Closed when no longer needed. */
export interface Administrator {
  readonly profile: ConnectionProfile;
  /** Channel and hash of block 0, as read from the own peer: what requests of this network state. */
  readonly audience: string;
  /**
   * Signs an act with the administrator's own key and submits it to the own peer.
   * @throws OriginApiError
   */
  perform(act: RegistryAct): Promise<Recorded>;
  /**
   * Whether the member has entered itself, as the own peer has it.
   * @throws OriginApiError
   */
  isRegistered(): Promise<boolean>;
  /**
   * Who keeps the register and who has a voice in it, as the own peer has it.
   * @throws OriginApiError NOT_FOUND before the network is founded
   */
  charter(): Promise<CharterRecord>;
  close(): void;
}

export interface RegistryAct {
  readonly op: string;
  /** Transaction of the registry contract. */
  readonly transaction: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const publicJwkValidator = validatorOf(PublicJwk);
const SECONDS = 1000;

/**
 * Connects as the administrator of the profile's member. Members and keys are entered by him alone, on the
 * ledger itself: no gateway stands between.
 * @throws OriginApiError LEDGER_UNAVAILABLE; ConnectionProfileError when key or certificate are of no use
 * @example
 * const administrator = await openAdministrator(readConnectionProfile('data/connections/VN.json'));
 */
export async function openAdministrator(profile: ConnectionProfile): Promise<Administrator> {
  const certificate = fileOf(profile.adminIdentity.certificate);
  const privateKeyPem = fileOf(profile.adminIdentity.privateKey);
  const privateKey = parsedBy(createPrivateKey, privateKeyPem, profile.adminIdentity.privateKey);
  const { publicKey } = parsedBy(
    (pem) => new X509Certificate(pem),
    certificate,
    profile.adminIdentity.certificate,
  );
  const key = signingKeyOf(publicKey, privateKey);
  const client = clientOf(profile);
  const gateway = connect({
    client,
    identity: { mspId: profile.member.mspId, credentials: certificate },
    signer: signers.newPrivateKeySigner(privateKey),
    hash: hash.sha256,
    endorseOptions: () => ({ deadline: Date.now() + 30 * SECONDS }),
    submitOptions: () => ({ deadline: Date.now() + 30 * SECONDS }),
    blockEventsOptions: () => ({ deadline: Date.now() + 30 * SECONDS }),
    commitStatusOptions: () => ({ deadline: Date.now() + 60 * SECONDS }),
  });
  const close = (): void => {
    gateway.close();
    client.close();
  };
  try {
    return await administratorOf(profile, gateway, key, close);
  } catch (error) {
    close();
    throw error;
  }
}

async function administratorOf(
  profile: ConnectionProfile,
  gateway: Gateway,
  key: SigningKey,
  close: () => void,
): Promise<Administrator> {
  const network = gateway.getNetwork(profile.channel);
  const contract = network.getContract(profile.chaincode, 'registry');
  const audience = await audienceOf(profile.channel, network);
  return {
    profile,
    audience,
    close,
    async perform({ op, transaction, args }) {
      const request = await signRequest(key, {
        iss: `${profile.member.code}:administrator`,
        aud: audience,
        op,
        args,
        iat: Math.floor(Date.now() / SECONDS) - BACKDATED_SECONDS,
        jti: requestIdFrom(randomBytes(16)),
      });
      return submitAct(contract, transaction, request);
    },
    isRegistered: () => isKnown(contract, 'member', profile.member),
    charter: () => charterIn(contract, profile.member.mspId),
  };
}

function clientOf({ peer }: ConnectionProfile): Client {
  const options = peer.hostAlias === undefined ? {} : { 'grpc.ssl_target_name_override': peer.hostAlias };
  return new Client(peer.endpoint, credentials.createSsl(fileOf(peer.tlsRootCertificate)), options);
}

/** @throws ConnectionProfileError when a file the profile names cannot be read */
function fileOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConnectionProfileError(`${file}, of the connection profile, cannot be read: ${whyNot(error)}`, {
      cause: error,
    });
  }
}

/** @throws ConnectionProfileError when a file the profile names holds something else */
function parsedBy<T>(parse: (pem: Buffer) => T, pem: Buffer, file: string): T {
  try {
    return parse(pem);
  } catch (error) {
    throw new ConnectionProfileError(`${file}, of the connection profile, is no key or certificate in PEM`, {
      cause: error,
    });
  }
}

/** The key of the administrator's Fabric certificate: requests are signed with the same. */
function signingKeyOf(publicKey: KeyObject, privateKey: KeyObject): SigningKey {
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const jwk: unknown = y === undefined ? { crv, kty, x } : { crv, kty, x, y };
  if (!publicJwkValidator.is(jwk))
    throw new ConnectionProfileError('the administrator’s key is neither P-256 nor Ed25519');
  const { d } = privateKey.export({ format: 'jwk' });
  if (d === undefined) throw new ConnectionProfileError('the administrator’s private key is none');
  return { alg: algorithmOf(jwk), kid: thumbprint(jwk), privateKey: { ...jwk, d } };
}

async function audienceOf(channel: string, network: Network): Promise<string> {
  const blocks = await network.getBlockEvents({ startBlock: 0n });
  try {
    for await (const block of blocks) {
      const header = block.getHeader();
      if (header === undefined) break;
      const hashOfFirst = blockHeaderHash({
        number: header.getNumber(),
        previousHash: header.getPreviousHash_asU8(),
        dataHash: header.getDataHash_asU8(),
      });
      return `${channel}#${hashOfFirst}`;
    }
  } catch (error) {
    throw errorOf(error);
  } finally {
    blocks.close();
  }
  throw new ConnectionProfileError('the peer holds no block of this channel');
}
