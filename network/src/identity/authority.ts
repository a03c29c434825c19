import { webcrypto, randomBytes } from 'node:crypto';
// The certificate library's dependency injection asks for it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { isLowS } from '../msp/ecdsa.js';

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const LIFETIME_DAYS = 3650;
const DAY_MILLISECONDS = 86_400_000;
/** Certificates count from a little earlier, so that a clock somewhat behind accepts them at once. */
const BACKDATE_MILLISECONDS = 300_000;
const SERIAL_BYTES = 16;

/** A certificate with its private key (PKCS #8), both in PEM. */
export interface Credentials {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Who a certificate is for. */
export interface Subject {
  readonly commonName: string;
  readonly country: string;
  readonly organisation: string;
  /** Fabric reads the role from it: admin, client, peer or orderer. Several stand in one relative name. */
  readonly unit?: string | readonly string[];
}

/** Names and addresses a TLS certificate is valid for. */
export interface TlsNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

/** From when to when a certificate counts. */
export interface Lifetime {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A root certificate authority of one organisation. */
export interface Authority {
  readonly credentials: Credentials;
  /** A certificate for signing messages (an MSP identity), good for as long as the authority's others unless told. */
  signing(subject: Subject, lifetime?: Lifetime): Promise<Credentials>;
  /** A certificate for TLS, as server and as client. */
  tls(subject: Subject, names: TlsNames): Promise<Credentials>;
  /** A list (PEM) that revokes certificates by their serial numbers in hexadecimal. */
  revocationList(serials: readonly string[]): Promise<string>;
}

/** Makes a new self-signed authority (ECDSA P-256). */
export async function newAuthority(subject: Subject, now: Date): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await newKeys();
  const validity = validityFrom(now);
  const keyIdentifier = await x509.SubjectKeyIdentifierExtension.create(keys.publicKey);
  const root = await lowS(() =>
    x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: newSerial(),
      name: distinguishedName(subject),
      ...validity,
      keys,
      signingAlgorithm: SIGNATURE,
      extensions: [
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature |
            x509.KeyUsageFlags.keyEncipherment |
            x509.KeyUsageFlags.keyCertSign |
            x509.KeyUsageFlags.cRLSign,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.clientAuth,
          x509.ExtendedKeyUsage.serverAuth,
        ]),
        new x509.BasicConstraintsExtension(true, undefined, true),
        keyIdentifier,
      ],
    }),
  );
  return authority({ root, privateKey: keys.privateKey, validity });
}

/** An authority that was made before, by its certificate and key. What it makes now counts from `now`. */
export async function openAuthority(made: Credentials, now: Date): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto);
  const pkcs8 = x509.PemConverter.decodeFirst(made.privateKey);
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, KEY, true, ['sign']);
  const root = new x509.X509Certificate(made.certificate);
  return authority({ root, privateKey, validity: validityFrom(now) });
}

async function authority(
  of: Readonly<{
    root: x509.X509Certificate;
    privateKey: webcrypto.CryptoKey;
    validity: Lifetime;
  }>,
): Promise<Authority> {
  const { root, privateKey, validity } = of;
  const { keyId } = await x509.SubjectKeyIdentifierExtension.create(root.publicKey);
  const authorityKey = new x509.AuthorityKeyIdentifierExtension(keyId);

  const issue = async (
    of: Subject,
    extensions: readonly x509.Extension[],
    lifetime = validity,
  ): Promise<Credentials> => {
    const leafKeys = await newKeys();
    const certificate = await lowS(() =>
      x509.X509CertificateGenerator.create({
        serialNumber: newSerial(),
        subject: distinguishedName(of),
        issuer: root.subject,
        ...lifetime,
        publicKey: leafKeys.publicKey,
        signingKey: privateKey,
        signingAlgorithm: SIGNATURE,
        extensions: [...extensions, new x509.BasicConstraintsExtension(false, undefined, true), authorityKey],
      }),
    );
    return credentials(certificate, leafKeys.privateKey);
  };

  return {
    credentials: await credentials(root, privateKey),
    signing: (of, lifetime) =>
      issue(of, [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)], lifetime),
    tls: (of, names) =>
      issue(of, [
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.serverAuth,
          x509.ExtendedKeyUsage.clientAuth,
        ]),
        new x509.SubjectAlternativeNameExtension([
          ...names.dns.map((value) => ({ type: 'dns' as const, value })),
          ...names.ip.map((value) => ({ type: 'ip' as const, value })),
        ]),
      ]),
    revocationList: async (serials) => {
      const list = await x509.X509CrlGenerator.create({
        issuer: root.subject,
        thisUpdate: validity.notBefore,
        entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: validity.notBefore })),
        extensions: [authorityKey],
        signingAlgorithm: SIGNATURE,
        signingKey: privateKey,
      });
      return `${x509.PemConverter.encode(list.rawData, 'X509 CRL')}\n`;
    },
  };
}

/** Fabric rewrites a certificate whose signature has the greater of the two possible S values: make none such. */
async function lowS(create: () => Promise<x509.X509Certificate>): Promise<x509.X509Certificate> {
  for (;;) {
    const certificate = await create();
    if (isLowS(new Uint8Array(certificate.signature))) return certificate;
  }
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
}

async function credentials(
  certificate: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<Credentials> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}

function distinguishedName(subject: Subject): x509.JsonName {
  return [
    { C: [subject.country] },
    { O: [subject.organisation] },
    ...(subject.unit === undefined ? [] : [{ OU: [subject.unit].flat() }]),
    { CN: [subject.commonName] },
  ];
}

function validityFrom(now: Date): Lifetime {
  const start = now.getTime() - BACKDATE_MILLISECONDS;
  return { notBefore: new Date(start), notAfter: new Date(start + LIFETIME_DAYS * DAY_MILLISECONDS) };
}

/** Positive, 127 random bits. */
function newSerial(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}
