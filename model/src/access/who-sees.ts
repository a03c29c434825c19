import type { KeyRecord, Role } from '../registry/records.js';
import { holds } from '../rule/rule.js';

/** Who asks: a key's holder, for a member. */
export type Asking = Pick<KeyRecord, 'member' | 'holder' | 'roles'>;

const OFFICIAL: readonly Role[] = ['signatory', 'customs', 'system'];

/** Whether it is an official, an officer or a system of one of these members. */
const isOfficialOf = ({ member, roles }: Asking, members: readonly string[]): boolean =>
  members.includes(member) && roles.some((role) => OFFICIAL.includes(role));

/**
 * Whether somebody may see what only the readers may: contents of certificates, what acts say in confidence, how items
 * were decided and why. Officials of the members that read it may, and the trader whose own it is. Everybody else sees the
 * public record: that it exists, its form and states, and what was done when.
 * @param readers the members that it is for: mostly the two states
 * @param trader code of whom the contents name in the asker's member: exporter of what it issued, consignee of what it
 *   received; absent: nobody
 */
export const maySeeContents = holds(
  ['OCP 17.5', 'OCP 20', 'OCP 31.4'],
  (asking: Asking, readers: readonly string[], trader?: string): boolean =>
    isOfficialOf(asking, readers) ||
    (readers.includes(asking.member) && asking.roles.includes('exporter') && trader === asking.holder),
);

/** Whether somebody may see the register of certified exporters: it is for the authorities of all members, not for trade. */
export const maySeeExporters = holds(['OCP 2.5', 'OCP 17.5'], (asking: Asking): boolean =>
  asking.roles.some((role) => role !== 'exporter'),
);
