import type {
  BalanceName,
  CertificateReference,
  NetworkAnswer,
  Operation,
  StatusAnswer,
} from '@origin-ledger/model';
import type { Applications } from './applications/applications.js';
import type { Readiness } from './health/readiness.js';
import type { GatewayLog } from './http/log.js';
import type { Metrics } from './http/metrics.js';
import type { QueryAuthentication } from './http/query-auth.js';
import type { GatewayKey } from './keys/gateway-key.js';
import type { Submissions } from './operations/submissions.js';
import type { Delivery } from './outbox/write-again.js';
import type { Certificates } from './queries/certificates.js';
import type { Documents } from './queries/documents.js';
import type { Histories } from './queries/history.js';
import type { Items } from './queries/items.js';
import type { Parcels } from './queries/parcels.js';
import type { Register } from './queries/register.js';
import type { Work } from './queries/work.js';

/** The block an answer is as of. */
export interface AsOf {
  readonly block: number;
  readonly at?: string;
}

/** What the HTTP interface is over. */
export interface Services {
  /** Code of the gateway's member. */
  readonly member: string;
  readonly asOf: () => AsOf;
  /** Undefined until block 0 was seen. */
  readonly network: () => NetworkAnswer | undefined;
  readonly status: () => Omit<StatusAnswer, 'asOf'>;
  readonly readiness: () => Promise<Readiness>;
  /** Whether other machines, too, are told the figures, and which part is not ready. */
  readonly openOperations: boolean;
  readonly queries: QueryAuthentication;
  readonly submissions: Submissions;
  readonly applications: Applications;
  readonly operations: { view(id: string): Operation | undefined };
  readonly certificates: Certificates;
  readonly histories: Histories;
  readonly documents: Documents;
  readonly items: Items;
  readonly parcels: Parcels;
  readonly register: Register;
  readonly work: Work;
  /** Contents that are on record, written into the other state's collection again. */
  readonly deliveries: Readonly<{
    certificate(reference: CertificateReference): Promise<Delivery>;
    balance(reference: CertificateReference, balance: BalanceName): Promise<Delivery>;
    parcel(name: string): Promise<Delivery>;
  }>;
  readonly answerKey: GatewayKey;
  readonly metrics: Metrics;
  readonly log: GatewayLog;
}
