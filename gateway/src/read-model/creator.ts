import { X509Certificate } from 'node:crypto';
import { PublicJwk, validatorOf, type Creator } from '@origin-ledger/model';

const publicJwk = validatorOf(PublicJwk);
const MAX_KNOWN = 1_000;
const known = new Map<string, Creator>();

/** The creator of a transaction as every peer sees it, from its certificate; remembered by its bytes. */
export function creatorOf(identity: { readonly mspId: string; readonly certificate: Uint8Array }): Creator {
  const name = `${identity.mspId} ${Buffer.from(identity.certificate).toString('latin1')}`;
  let creator = known.get(name);
  if (creator === undefined) {
    if (known.size >= MAX_KNOWN) known.clear();
    creator = readCreator(identity.mspId, identity.certificate);
    known.set(name, creator);
  }
  return creator;
}

function readCreator(mspId: string, bytes: Uint8Array): Creator {
  const certificate = new X509Certificate(bytes);
  const administrator = certificate.subject.split('\n').includes('OU=admin');
  const exported = certificate.publicKey.export({ format: 'jwk' });
  const members = exported.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : ['crv', 'kty', 'x'];
  const jwk: unknown = Object.fromEntries(
    Object.entries(exported).filter(([member]) => members.includes(member)),
  );
  return { mspId, administrator, jwk: publicJwk.is(jwk) ? jwk : undefined };
}
