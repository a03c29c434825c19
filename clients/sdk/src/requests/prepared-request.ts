import { calendarDateAt, requestIdFrom, type Finding } from '@origin-ledger/model';

/** A signed request with the bytes it commits to: what is submitted, and submitted again unchanged after any failure. */
export interface PreparedRequest {
  /** `<kid>.<jti>`: names the operation and its act for ever. */
  readonly id: string;
  /** Compact JWS. */
  readonly request: string;
  /** Canonical JSON text of each confidential part. */
  readonly parcels: readonly string[];
  /** The certificates it is about, as `member.office.number`. */
  readonly references: readonly string[];
  /** Of documents to issue: what passes with a warning (OCP 16.1), each box with its document's. */
  readonly warnings?: readonly Finding[];
}

/** Seconds by which requests are dated back, so that a slightly slower clock at a peer does not refuse them. */
export const BACKDATED_SECONDS = 5;

/** What every request needs to know; everything is at hand offline. */
export interface RequestOptions {
  /** Channel and hash of block 0: see `/v1/network`. */
  readonly audience: string;
  /** Milliseconds since 1970. Default: this machine's clock. */
  readonly now?: number;
  /** Seconds the request lives, at most (and by default) 24 hours. */
  readonly lifetime?: number;
}

/** `iat` of a request signed now. */
export const issuedAt = (now = Date.now()): number => Math.floor(now / 1000) - BACKDATED_SECONDS;

/**
 * The calendar day it is now in a member's zone: what a legal date says, since that is the day of record. Not of `iat`,
 * which is some seconds back.
 */
export const today = ({
  now = Date.now(),
  utcOffsetMinutes,
}: {
  readonly now?: number;
  readonly utcOffsetMinutes: number;
}): string => calendarDateAt(now, utcOffsetMinutes);

/** A fresh `jti`. */
export const freshRequestId = (): string => requestIdFrom(crypto.getRandomValues(new Uint8Array(16)));
