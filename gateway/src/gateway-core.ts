import type { DestinationStream } from 'pino';
import { ApplicationQuota } from './applications/application-quota.js';
import { ApplicationStore } from './applications/application-store.js';
import { Applications } from './applications/applications.js';
import { DeclaredNumbers } from './operations/declared-numbers.js';
import { IssueLinks } from './applications/issue-links.js';
import type { Services } from './gateway-services.js';
import { ClockWatch } from './health/clock-watch.js';
import { contractCheck } from './health/contract-check.js';
import { isOutsideWindow, readinessOf } from './health/readiness.js';
import { remembered } from './health/remembered.js';
import { storeCheck } from './health/store-health.js';
import { GatewayLog } from './http/log.js';
import { Metrics } from './http/metrics.js';
import { QueryAuthentication } from './http/query-auth.js';
import { Journal, storedProblem } from './journal/journal.js';
import { GatewayKey } from './keys/gateway-key.js';
import { guardedLedger } from './ledger/guarded-ledger.js';
import type { LedgerPort } from './ledger/ledger-port.js';
import type { ConnectionProfile } from './ledger/profile.js';
import { OriginError, type CodeLists, VerifiedRequests } from '@origin-ledger/model';
import { OperationMachine, type MachineTimes } from './operations/operation-machine.js';
import { OperationViews } from './operations/operation-view.js';
import { Submissions } from './operations/submissions.js';
import { deliverAgain, deliverBalanceAgain, deliverParcelAgain } from './outbox/deliver.js';
import { Deliveries } from './outbox/deliveries.js';
import { Deposits } from './outbox/deposits.js';
import { Recovery } from './outbox/recovery.js';
import { VerdictBoard } from './outbox/verdict-board.js';
import { OperationQuota } from './quotas/operation-quota.js';
import type { Quotas } from './quotas/quotas.js';
import { StoreReserve } from './quotas/store-reserve.js';
import { Certificates } from './queries/certificates.js';
import { Documents } from './queries/documents.js';
import { Histories } from './queries/history.js';
import { Items } from './queries/items.js';
import { Parcels } from './queries/parcels.js';
import { Register } from './queries/register.js';
import { Work } from './queries/work.js';
import { BlockApplier, type BlockObserver } from './read-model/apply-blocks.js';
import { Follower } from './read-model/follower.js';
import { PositionStore } from './read-model/position.js';
import { forgetReadModel } from './read-model/rebuild.js';
import { Replica } from './read-model/replica.js';
import { AnsweredQueries } from './store/answered-queries.js';
import { Database } from './store/database.js';
import { claimStore } from './store/store-owner.js';
import { WriteGroup } from './store/write-group.js';

export interface CoreOptions {
  readonly profile: ConnectionProfile;
  readonly ledger: LedgerPort;
  readonly file: string;
  readonly keyFolder: string;
  readonly rebuild: boolean;
  readonly instance: string;
  /** Milliseconds an operation stays with a gateway that gives no sign of life. */
  readonly lease: number;
  readonly maxInFlight: number;
  readonly openOperations: boolean;
  /** When the TLS certificate ends, milliseconds since 1970. */
  readonly certificateEnds?: number;
  readonly quotas: Quotas;
  readonly maxPages?: number;
  readonly gather: number;
  readonly times: MachineTimes;
  readonly logLevel: string;
  /** Code lists that applications are judged by. */
  readonly lists?: CodeLists;
  readonly logStream?: DestinationStream;
}

/** The parts of a gateway that run, and the services its HTTP interface is over. */
export interface Core {
  readonly database: Database;
  readonly answered: AnsweredQueries;
  readonly journal: Journal;
  readonly machine: OperationMachine;
  readonly follower: Follower;
  readonly deposits: Deposits;
  readonly deliveries: Deliveries;
  readonly recovery: Recovery;
  readonly services: Services;
}

/** The read model holds blocks that the ledger does not have. */
const AHEAD = 'READ_MODEL_AHEAD';
/** How long what a check has found is told again. */
const CHECKED_MILLISECONDS = 1_000;
/** Fewer than this in flight, and a deposit need not wait. */
const QUIET = 8;
/** So many times as long as parcels are gathered, owed ones without their bytes are waited for before they are looked for. */
const PATIENCE = 20;

/** Puts a gateway together over its ledger and its store. */
export function buildCore(options: CoreOptions): Core {
  const { profile } = options;
  const { member } = profile;
  const log = new GatewayLog({
    level: options.logLevel,
    member: member.code,
    ...(options.logStream === undefined ? {} : { stream: options.logStream }),
  });
  const database = new Database({
    file: options.file,
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
    report: (fault) => {
      log.event('store', fault);
    },
  });
  claimStore(database, member.code);
  // Before anything reads the position.
  if (options.rebuild) forgetReadModel(database);
  const group = new WriteGroup(database);
  const replica = new Replica(database);
  const position = new PositionStore(database);
  const journal = new Journal(database, group, options.instance, options.lease);
  const views = new OperationViews(database, journal, replica);
  const verified = new VerifiedRequests();
  const audience = audienceReader(position);
  const report = (event: string, code: string): void => {
    metrics.event(event, code);
    log.event(event, code);
  };
  const answered = new AnsweredQueries(`${options.file}-queries`, (code) => {
    report('queries', code);
  });
  const ahead = (): boolean => follower.failure === AHEAD;
  const ledger = guardedLedger(options.ledger, () => (ahead() ? AHEAD : undefined));
  const verdicts = new VerdictBoard(ledger);
  const proposals = { ledger, journal, replica, member };
  const contract = remembered(contractCheck(ledger, member.code), CHECKED_MILLISECONDS);
  const clock = new ClockWatch(member.mspId);
  const clockInDoubt = async (): Promise<boolean> => clock.off || isOutsideWindow(await contract());
  const machine = new OperationMachine({
    ...proposals,
    clockInDoubt,
    views,
    appliedBlock: () => position.current.block,
    following: () => follower.failure,
    times: options.times,
    report,
  });
  const busy = (): boolean => machine.inFlight > QUIET;
  const deposits = new Deposits({ database, ledger, verdicts, member, gather: options.gather, busy, report });
  const recovery: Recovery = new Recovery({
    ...{ database, ledger, member, report },
    patience: PATIENCE * options.gather,
    found: () => {
      deliveries.wake();
    },
  });
  const deliveries = new Deliveries({
    ...{ database, ledger, verdicts, member, report },
    members: profile.members,
    gather: options.gather,
    lookFor: () => {
      recovery.wake();
    },
  });
  const observed = { journal, replica, machine, verdicts, deposits, deliveries };
  const observer = observerOf({ member: member.code, ...observed });
  const applier = new BlockApplier({ database, replica, position, observer, verified });
  const { channel, chaincode } = profile;
  const failed = (error: unknown): void => {
    log.failure(error);
  };
  const follower: Follower = new Follower({
    ...{ ledger, channel, chaincode, position, applier },
    clock,
    report,
    failed,
  });
  const store = remembered(storeCheck(database), CHECKED_MILLISECONDS);
  const aside = database.prepare<{ readonly count: number }>('SELECT COUNT(*) AS count FROM set_aside');
  const setAside = (): number => aside.get()?.count ?? 0;
  const certificates = new Certificates(database, replica, member.code);
  const parcels = new Parcels({
    ...{ database, group, journal, ledger, replica, recovery },
    member: member.code,
  });
  const delivery = { ...proposals, verdicts, members: profile.members };
  const edge = { memberCode: member.code, audience, replica, verified, clockInDoubt };
  const { maxInFlight, quotas } = options;
  const reserve = new StoreReserve(database, quotas.reserveBytes);
  const applicationStore = new ApplicationStore(database);
  const metrics = new Metrics(member.code, {
    block: () => position.current.block,
    lag: () => follower.lag,
    setAside,
    inFlight: () => machine.inFlight,
    depositsOwed: () => deposits.owed,
    deliveriesOwed: () => deliveries.owed,
  });
  const documents = new Documents({
    ...{ database, group, journal, ledger, certificates, replica },
    member: member.code,
  });
  const services: Services = {
    member: member.code,
    asOf: () => {
      const { block, at } = position.current;
      return at === undefined ? { block: Math.max(0, block) } : { block: Math.max(0, block), at };
    },
    network: () => {
      const known = audience();
      return known === undefined
        ? undefined
        : {
            channel,
            audience: known,
            ledger: profile.ledger,
            member: { code: member.code, name: member.name },
          };
    },
    status: () => ({
      member: member.code,
      audience: audience() ?? '',
      lag: follower.lag,
      setAside: setAside(),
      operations: journal.counts(),
      certificates: certificates.counts(),
      deposits: { owed: deposits.owed, missing: deposits.missing },
      deliveries: {
        owed: deliveries.owed,
        missing: recovery.missing,
        awaitingReceipt: parcels.awaitingReceipt,
      },
    }),
    openOperations: options.openOperations,
    readiness: () =>
      readinessOf({
        following: () => follower.failure,
        lag: () => follower.lag,
        clockOff: () => clock.off,
        contract,
        store,
        certificateEnds: options.certificateEnds,
      }),
    queries: new QueryAuthentication({ replica, audience, answered, memberCode: member.code }),
    submissions: new Submissions({
      ...{ edge, journal, ledger, views, machine, member, ahead },
      quota: new OperationQuota({ machine, maxInFlight, quotas, reserve }),
      applications: new IssueLinks(applicationStore),
      declarations: new DeclaredNumbers(database),
    }),
    applications: new Applications({
      ...{ edge, database, group, journal, views, store: applicationStore, certificates },
      quota: new ApplicationQuota(applicationStore, quotas, reserve),
      ...(options.lists === undefined ? {} : { lists: options.lists }),
    }),
    operations: { view: (id) => views.view(id, false, machine.find(id)?.state) },
    certificates,
    histories: new Histories(database, views, replica),
    documents,
    items: new Items({ certificates, documents, parcels }),
    parcels,
    work: new Work({ database, replica, member: member.code }),
    register: new Register(database, replica),
    deliveries: {
      certificate: (reference) => deliverAgain(reference, delivery),
      balance: (reference, balance) => deliverBalanceAgain(reference, balance, delivery),
      parcel: (name) => deliverParcelAgain(name, delivery),
    },
    answerKey: GatewayKey.open(options.keyFolder),
    metrics,
    log,
  };
  return { database, answered, journal, machine, follower, deposits, deliveries, recovery, services };
}

/** The audience never changes once known: read from the store until then. */
function audienceReader(position: PositionStore): () => string | undefined {
  let known: string | undefined;
  return () => (known ??= position.audience);
}

interface Observed {
  readonly member: string;
  readonly journal: Journal;
  readonly replica: Replica;
  readonly machine: OperationMachine;
  readonly verdicts: VerdictBoard;
  readonly deposits: Deposits;
  readonly deliveries: Deliveries;
}

/** What the rest of the gateway does with each block, in its SQL transaction and after it. */
function observerOf(observed: Observed): BlockObserver {
  const { member, journal, replica, machine, verdicts, deposits, deliveries } = observed;
  let acts = new Map<string, string>();
  return {
    onAct(act, transaction, block) {
      acts.set(transaction.transactionId, act.id);
      if (act.member === member) {
        const contents = journal.contentsOf(act.id);
        const refuse = (code: 'JTI_REUSED' | 'REQUEST_WITHDRAWN'): void => {
          journal.rejectedInBlock(act.id, storedProblem(new OriginError(code, { stage: 'contract' })));
        };
        if (contents !== undefined && contents !== act.contents) refuse('JTI_REUSED');
        else if (contents !== undefined && act.outcome === 'WITHDRAWN') refuse('REQUEST_WITHDRAWN');
        else if (contents !== undefined) journal.committedInBlock(act.id, transaction.transactionId, block);
      }
      deposits.onAct(act, transaction);
      deliveries.onAct(act, transaction);
    },
    onPrivateWrites(transaction) {
      deliveries.onPrivateWrites(transaction);
      deposits.onPrivateWrites(transaction);
    },
    onSettled({ transactionId, code }, block) {
      machine.settled(transactionId, code, block);
      verdicts.settled(transactionId, code, block);
      const act = acts.get(transactionId);
      if (act === undefined) return;
      acts.delete(transactionId);
      machine.acted(act);
      deposits.wake();
      deliveries.settled();
      if (acts.size === 0) acts = new Map();
    },
    onAppliedElsewhere() {
      replica.forget();
    },
  };
}
