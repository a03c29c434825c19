import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OriginError } from '@origin-ledger/model';
import { readCodeLists } from '@origin-ledger/model/files';
import type { DestinationStream } from 'pino';
import { buildCore, type Core } from './gateway-core.js';
import { createApp } from './http/app.js';
import { LEASE_MILLISECONDS } from './journal/journal.js';
import { refuseMessage } from './http/refuse-message.js';
import { FabricLedger } from './ledger/fabric-ledger.js';
import type { LedgerPort } from './ledger/ledger-port.js';
import { type ConnectionProfile, readProfile } from './ledger/profile.js';
import { MACHINE_TIMES, type MachineTimes } from './operations/operation-machine.js';
import { QUOTAS, type Quotas } from './quotas/quotas.js';
import { tlsFor, type TlsFiles } from './tls.js';

export interface GatewayOptions {
  /** The connection profile, or the file it stands in. */
  readonly profile: string | ConnectionProfile;
  /** Folder of the store and the gateway's own key. */
  readonly data: string;
  /** 0 for any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Speaks TLS with these. Default: those of a Fabric network's profile. */
  readonly tls?: TlsFiles;
  /** No TLS, although other machines reach it: something in front speaks TLS. */
  readonly plainHttp?: boolean;
  /** Name under which operations are leased; differs between gateways that share a store. */
  readonly instance?: string;
  /** Seconds until another gateway of the store takes over what one that gives no sign of life has left (30). */
  readonly leaseSeconds?: number;
  /** Build the read model again from block 0. */
  readonly rebuild?: boolean;
  /** Bytes of the largest request body (4194304). */
  readonly bodyBytes?: number;
  /** Bytes of all bodies under way together (67108864). */
  readonly bodyBudget?: number;
  /** Connections at once (2000). */
  readonly maxConnections?: number;
  /** Seconds in which a request must have come (30); its headers, in a third of them. */
  readonly requestSeconds?: number;
  /** Requests a minute from one address; 0 for no limit. */
  readonly requestsPerMinute?: number;
  readonly maxInFlight?: number;
  /** Metrics, and which part is not ready, for other machines, too. */
  readonly openOperations?: boolean;
  /** What holders of keys that are no officers' may keep and have under way. */
  readonly quotas?: Partial<Quotas>;
  /** SQLite's `max_page_count`. */
  readonly maxPages?: number;
  readonly logLevel?: string;
  /** Folder of code lists; without it only the form of a code is checked. */
  readonly codeLists?: string;
  readonly logStream?: DestinationStream;
  /** Milliseconds to gather contents for a deposit. */
  readonly gather?: number;
  readonly times?: Partial<MachineTimes>;
  /** Milliseconds that operations in flight get to finish when the gateway stops (5000). */
  readonly grace?: number;
  /** Another way to the ledger; for tests. */
  readonly ledger?: LedgerPort;
}

/** A running gateway. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets operations in flight finish or stand in the journal, and closes everything. */
  close(): Promise<void>;
}

const GRACE_MILLISECONDS = 5_000;
/** How often it is looked for connections whose time is over. */
const LOOK_MILLISECONDS = 500;
const KEEP_ALIVE_MILLISECONDS = 75_000;
/** A lease is renewed so often while it lasts. */
const TURNS_A_LEASE = 3;

/**
 * Starts a member's gateway.
 * @throws SettingsError when profile or certificate cannot be used, or other machines would reach it without TLS;
 *   StoreRefused when its store is not fit; CodeListsError when there are no code lists in their folder
 * @example
 * const gateway = await startGateway({ profile: 'data/connections/VN.json', data: 'data/gateways/VN' });
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const profile = typeof options.profile === 'string' ? readProfile(options.profile) : options.profile;
  const host = options.host ?? '127.0.0.1';
  const tls = tlsFor(host, options, profile);
  const ledger = options.ledger ?? new FabricLedger(profile);
  const lease = options.leaseSeconds === undefined ? LEASE_MILLISECONDS : options.leaseSeconds * 1000;
  const core = buildCore({
    profile,
    ledger,
    file: join(options.data, 'gateway.db'),
    keyFolder: options.data,
    rebuild: options.rebuild === true,
    instance: options.instance ?? 'gateway',
    lease,
    maxInFlight: options.maxInFlight ?? 256,
    openOperations: options.openOperations === true,
    ...(tls === undefined ? {} : { certificateEnds: tls.ends }),
    quotas: { ...QUOTAS, ...options.quotas },
    gather: options.gather ?? 300,
    times: { ...MACHINE_TIMES, ...options.times },
    logLevel: options.logLevel ?? 'info',
    ...(options.codeLists === undefined ? {} : { lists: readCodeLists(options.codeLists) }),
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
    ...(options.logStream === undefined ? {} : { logStream: options.logStream }),
  });
  const app = createApp(core.services, {
    bodyBytes: options.bodyBytes ?? 4 * 1024 * 1024,
    bodyBudget: options.bodyBudget ?? 64 * 1024 * 1024,
    requestsPerMinute: options.requestsPerMinute ?? 60_000,
  });
  const requestTimeout = (options.requestSeconds ?? 30) * 1000;
  const headersTimeout = Math.ceil(requestTimeout / 3);
  const times = { requestTimeout, headersTimeout, connectionsCheckingInterval: LOOK_MILLISECONDS };
  const server =
    tls === undefined
      ? createServer(times, app)
      : createTlsServer({ ...tls.server, ...times, handshakeTimeout: headersTimeout }, app);
  server.maxConnections = options.maxConnections ?? 2000;
  server.on('clientError', refuseMessage);
  // Longer than proxies keep an idle connection: otherwise they use one that was just closed.
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  server.listen(options.port ?? 8080, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  core.follower.start();
  const turn = keepLeases(core, lease);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= stop({ server, core, turn, ledger, grace: options.grace ?? GRACE_MILLISECONDS }));
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Resumes what an earlier life left, at once and whenever another gateway's leases run out. */
function keepLeases(
  { journal, machine, deposits, deliveries, services }: Core,
  lease: number,
): NodeJS.Timeout {
  const takeOver = (): void => {
    try {
      machine.resume(journal.takeOver(Date.now()));
      // Contents that another gateway of the store left owed.
      deposits.wake();
      deliveries.wake();
    } catch (error) {
      // A store that is locked or full for a while: the next turn comes before the leases run out.
      if (error instanceof OriginError) services.log.event('take-over', error.code);
      else services.log.failure(error);
    }
  };
  takeOver();
  return setInterval(takeOver, lease / TURNS_A_LEASE);
}

interface Stopping {
  readonly server: Server;
  readonly core: Core;
  readonly turn: NodeJS.Timeout;
  readonly ledger: LedgerPort;
  readonly grace: number;
}

async function stop({ server, core, turn, ledger, grace }: Stopping): Promise<void> {
  clearInterval(turn);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await core.machine.close(grace);
  await core.deposits.close();
  await core.deliveries.close();
  await core.recovery.close();
  await core.follower.close();
  // Whoever still waits for an answer gets it now; nobody holds the process up for longer.
  await Promise.race([closed, sleep(500, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
  ledger.close();
  core.database.close();
  core.answered.close();
}
