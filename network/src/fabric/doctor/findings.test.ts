import { expect } from 'chai';
import { NetworkError } from '../../network-error.js';
import { administratorFinding, expiryFinding } from './certificates.js';
import { clockFinding } from './clock.js';
import { fault, ok } from './finding.js';
import { parseMetrics } from '../operations.js';
import { asksForAnotherView, laggards, orderingFinding } from './ordering.js';
import { printFindings } from './print-findings.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

describe('the doctor', () => {
  it('warns of a certificate 30 days before its end', () => {
    expect(expiryFinding('x', inDays(31), NOW)).to.equal(undefined);
    expect(expiryFinding('x', inDays(29), NOW)?.status).to.equal('warning');
    expect(expiryFinding('x', inDays(-1), NOW)?.status).to.equal('fault');
  });

  for (const [subject, status] of [
    ['C=VN\nOU=admin\nCN=Admin', 'ok'],
    ['C=VN\nOU=customs\nOU=admin\nCN=Admin', 'ok'],
    ['C=VN\nOU=admin + OU=customs\nCN=Admin', 'warning'],
    ['C=VN\nOU=customs + OU=hanoi\nOU=admin', 'warning'],
    ['C=VN\nOU=admin + OU=client', 'fault'],
    ['C=VN\nOU=client', 'fault'],
    ['CN=OU\\=admin', 'fault'],
  ] as const) {
    it(`says of an administrator named ${JSON.stringify(subject)}: ${status}`, () => {
      expect(administratorFinding('The administrator of VN', subject).status).to.equal(status);
    });
  }

  it('tells a clock that peers would refuse from one that is merely off', () => {
    expect(clockFinding('x', 3).status).to.equal('ok');
    expect(clockFinding('x', -120).words).to.match(/120 s behind/u);
    expect(clockFinding('x', 901).status).to.equal('fault');
  });

  it('says how many orderers may still be lost', () => {
    expect(orderingFinding(4, []).words).to.match(/1 may fail, 2 lost would stop it/u);
    expect(orderingFinding(4, ['SG']).words).to.match(/one more lost/u);
    expect(orderingFinding(4, ['SG', 'TH']).status).to.equal('fault');
    expect(orderingFinding(7, ['SG']).words).to.match(/2 more lost/u);
  });

  it('takes an orderer that has stayed far behind for one that does not take part', () => {
    const heights = new Map([
      ['VN', 1052],
      ['SG', 674],
      ['TH', 1050],
    ]);
    expect(laggards(heights)).to.deep.equal(['SG']);
  });

  it('sees an orderer that asks for another view than the one in force', () => {
    const metrics = (next: number): ReadonlyMap<string, number> =>
      parseMetrics(
        'consensus_smartbft_viewchange_current_view{channel="origin"} 1\n' +
          `consensus_smartbft_viewchange_next_view{channel="origin"} ${next}\n`,
      );
    expect(asksForAnotherView(metrics(1), 'origin')).to.equal(false);
    expect(asksForAnotherView(metrics(2), 'origin')).to.equal(true);
    expect(asksForAnotherView(new Map(), 'origin')).to.equal(false);
  });

  it('ends with a failure exactly when there is a fault', () => {
    const lines: string[] = [];
    const output = { out: (line: string) => lines.push(line), err: () => 0 };
    printFindings([ok('DISK', 'enough')], false, output);
    expect(() => {
      printFindings([fault('TLS', 'bad'), ok('DISK', 'enough')], false, output);
    }).to.throw(NetworkError, '1 faults');
    expect(lines.at(-1)).to.match(/^FAULT/u);
  });
});
