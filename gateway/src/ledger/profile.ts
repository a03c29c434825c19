import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { MemberCode, validatorOf } from '@origin-ledger/model';
import { Type, type Static } from 'typebox';

const Identity = Type.Object({ certificate: Type.String(), privateKey: Type.String() });

/** What a gateway knows of its network and its own place in it; both ledgers write this shape. */
export const ConnectionProfile = Type.Object({
  ledger: Type.Union([Type.Literal('embedded'), Type.Literal('fabric')]),
  channel: Type.String({ minLength: 1 }),
  chaincode: Type.String({ minLength: 1 }),
  member: Type.Object({
    code: MemberCode,
    mspId: Type.String(),
    name: Type.String(),
    collection: Type.String(),
  }),
  members: Type.Array(Type.Object({ code: MemberCode, mspId: Type.String() }), { maxItems: 1000 }),
  peer: Type.Object({
    endpoint: Type.String({ minLength: 1 }),
    tlsRootCertificate: Type.String(),
    hostAlias: Type.Optional(Type.String()),
  }),
  gatewayIdentity: Identity,
  /** What a gateway speaks TLS with unless told otherwise; not on the embedded ledger, which is one machine's. */
  gatewayTls: Type.Optional(Identity),
});
export type ConnectionProfile = Static<typeof ConnectionProfile>;

/** Command-line or environment settings that cannot be used. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const validator = validatorOf(ConnectionProfile);

/**
 * Reads a connection profile; its paths are relative to the file.
 * @throws SettingsError naming the members that are wrong
 */
export function readProfile(file: string): ConnectionProfile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new SettingsError(`the connection profile ${file} cannot be read`, { cause });
  }
  if (!validator.is(value)) {
    throw new SettingsError(
      `the connection profile ${file} is wrong in ${validator.problems(value).join(', ')}`,
    );
  }
  const at = (path: string): string => resolve(dirname(file), path);
  const files = ({ certificate, privateKey }: Static<typeof Identity>): Static<typeof Identity> => ({
    certificate: at(certificate),
    privateKey: at(privateKey),
  });
  return {
    ...value,
    peer: { ...value.peer, tlsRootCertificate: at(value.peer.tlsRootCertificate) },
    gatewayIdentity: files(value.gatewayIdentity),
    ...(value.gatewayTls === undefined ? {} : { gatewayTls: files(value.gatewayTls) }),
  };
}
