import type { Output } from '../../cli/output.js';
import { NetworkError } from '../../network-error.js';
import type { Finding } from './finding.js';

const MARKS: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok      ',
  warning: 'WARNING ',
  fault: 'FAULT   ',
  skipped: 'skipped ',
};

/** Prints what was found, faults last. @throws NetworkError `UNHEALTHY` when there is a fault. */
export function printFindings(findings: readonly Finding[], json: boolean, output: Output): void {
  const order: readonly Finding['status'][] = ['ok', 'skipped', 'warning', 'fault'];
  const sorted = [...findings].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  if (json) output.out(JSON.stringify(sorted, undefined, 2));
  else for (const { status, check, words } of sorted) output.out(`${MARKS[status]}${check}: ${words}`);
  const count = (status: Finding['status']): number =>
    findings.filter((each) => each.status === status).length;
  if (count('fault') > 0) {
    throw new NetworkError('UNHEALTHY', `${count('fault')} faults, ${count('warning')} warnings.`);
  }
}
