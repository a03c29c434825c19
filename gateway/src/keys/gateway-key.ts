import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANSWER_TYPE,
  canonicalText,
  encodeBase64url,
  thumbprint,
  type PublicJwk,
} from '@origin-ledger/model';

/** The gateway's own key: it signs answers and nothing else, and is published at /.well-known/jwks.json. */
export class GatewayKey {
  readonly jwk: PublicJwk;
  readonly kid: string;
  readonly #key: KeyObject;
  readonly #header: string;

  private constructor(key: KeyObject) {
    this.#key = key;
    const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
    this.jwk = { crv: 'P-256', kty: 'EC', x, y };
    this.kid = thumbprint(this.jwk);
    this.#header = encodeBase64url(canonicalText({ alg: 'ES256', kid: this.kid, typ: ANSWER_TYPE }));
  }

  /** Reads the key of this folder, or makes it: readable by its owner only, there as a whole or not at all. */
  static open(folder: string): GatewayKey {
    const file = join(folder, 'answer-key.pem');
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      putOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    }
    return new GatewayKey(createPrivateKey(readFileSync(file)));
  }

  /** Signs the claims of an answer as a compact JWS. */
  sign(claims: object): string {
    const message = `${this.#header}.${encodeBase64url(canonicalText(claims))}`;
    const signature = sign('sha256', Buffer.from(message), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${message}.${encodeBase64url(signature)}`;
  }

  /** RFC 7517 key set. */
  keySet(): { readonly keys: readonly object[] } {
    return { keys: [{ ...this.jwk, alg: 'ES256', kid: this.kid, use: 'sig' }] };
  }
}

/** Puts a secret there as a whole, unless another gateway of the folder was first: then that one's stands. */
function putOnce(file: string, contents: string | Buffer): void {
  const aside = `${file}.${randomUUID()}`;
  writeFileSync(aside, contents, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside);
  }
}
