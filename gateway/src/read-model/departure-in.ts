import { departureOf, type DepartureRecord } from '@origin-ledger/model';
import type { Replica } from './replica.js';

/** The recorded departure of a member, while it lasts. */
export const departureIn = (replica: Replica, member: string): DepartureRecord | undefined =>
  departureOf({ get: (key) => replica.value(key) }, member);
