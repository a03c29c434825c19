import { Type } from 'typebox';
import { COUNTRY_CODES, CURRENCY_CODES, oneOfCodes } from './iso-codes.js';

/** Schemas of the words that requests, records and documents share. */

/** Code of a member: the stem of its MSP id, mostly ISO 3166-1 alpha-2. */
export const MemberCode = Type.String({ pattern: '^[A-Z][A-Z0-9]{1,11}$' });
/** Place or office that numbers its certificates for itself (OCP 7.3). */
export const OfficeCode = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,16}$' });
/** Code of an authority or agency in its member's list. */
export const AuthorityCode = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,16}$' });
/** Code of a certified exporter's entry in its member's register. */
export const ExporterCode = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,13}$' });
/** Reference number as printed on the certificate: two that print alike are one, so blanks stand singly. */
export const CertificateNumber = Type.String({
  pattern: '^(?!.*  )[A-Z0-9](?:[A-Z0-9 ./-]{0,33}[A-Z0-9])?$',
});
/** Code of a person, office or system in its member's register; carries no personal name. */
export const PartyCode = Type.String({ pattern: '^[A-Z][A-Z0-9]{1,11}:[a-z0-9][a-z0-9-]{0,40}$' });
export const CalendarDateText = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
});
/** Lower-case hex SHA-256. */
export const Sha256Text = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** A network: its channel, and the hash of block 0. */
export const Audience = Type.String({ pattern: '^[a-z][a-z0-9.-]{0,248}#[0-9a-f]{64}$' });
/** RFC 7638 SHA-256 thumbprint: 256 bits, base64url in its one spelling. */
export const KeyId = Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' });
/** 128 random bits, base64url. */
export const RequestId = Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' });
/** 256 random bits, base64url. */
export const Salt = Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' });
/** `<kid>.<jti>`: names an act for ever. */
export const ActIdText = Type.String({
  pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\\.[A-Za-z0-9_-]{21}[AQgw]$',
});
/** `<commitment>.<act>`: names what an act owes in confidence, so that no other act can take its place. */
export const ParcelName = Type.String({
  pattern: '^[0-9a-f]{64}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\\.[A-Za-z0-9_-]{21}[AQgw]$',
});
/** RFC 3339 UTC with milliseconds. */
export const Instant = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
});
/** Exact decimal, at most 18 digits before and 6 after the point, no leading zeros. */
export const Decimal = Type.String({ pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{0,5}[1-9])?$' });
/** ISO 3166-1 alpha-2. */
export const CountryCode = Type.String({ pattern: oneOfCodes(COUNTRY_CODES) });
/** ISO 4217. */
export const CurrencyCode = Type.String({ pattern: oneOfCodes(CURRENCY_CODES) });

/** A list that grows with what is recorded: bounded only because every list is. */
export const growing = { maxItems: 100_000 } as const;

/** An object that knows all its members. */
export const closed = { additionalProperties: false } as const;
