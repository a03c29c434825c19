import { expect } from 'chai';
import { OriginError, type KeyRecord, type Role } from '@origin-ledger/model';
import { keyRecord, testKey } from '@origin-ledger/model/testing';
import { OperationQuota } from './operation-quota.js';
import { QUOTAS } from './quotas.js';

describe('operations under way', () => {
  const rows: readonly (readonly [string, readonly Role[], number, number, number, string])[] = [
    ['an exporter, with nothing else', ['exporter'], 0, 0, 0, 'taken'],
    ['an exporter, with his share less one', ['exporter'], 0, 2, 0, 'taken'],
    ['an exporter, with his share', ['exporter'], 0, 3, 0, 'QUOTA_EXCEEDED holderOperations'],
    ['an exporter, when all together have theirs', ['exporter'], 0, 1, 6, 'QUOTA_EXCEEDED memberOperations'],
    ['an exporter, with half of all in flight', ['exporter'], 5, 0, 0, 'OVERLOADED'],
    ['an officer, whatever exporters have', ['signatory'], 5, 3, 900, 'taken'],
    ['an officer who exports too', ['exporter', 'customs'], 5, 3, 900, 'taken'],
    ['a system, with one less than all', ['system'], 9, 9, 9, 'taken'],
    ['an officer, with all in flight', ['customs'], 10, 0, 0, 'OVERLOADED'],
  ];
  for (const [who, roles, inFlight, own, others, outcome] of rows) {
    it(`${who}: ${outcome}`, async () => {
      const quota = new OperationQuota({
        machine: { inFlight, underWay: () => ({ own, others }) },
        maxInFlight: 10,
        quotas: { ...QUOTAS, holderOperations: 3, memberOperations: 7 },
        reserve: { check: () => undefined },
      });
      const key = keyRecord((await testKey()).jwk, 'VN:party-1', [...roles]);
      expect(refusalOf(quota, key)).to.equal(outcome);
    });
  }

  it('are refused to an exporter, and to no officer, when only the reserve of the store is left', async () => {
    const full = new OriginError('STORAGE_FULL', { stage: 'store' });
    const quota = new OperationQuota({
      machine: { inFlight: 0, underWay: () => ({ own: 0, others: 0 }) },
      maxInFlight: 10,
      quotas: QUOTAS,
      reserve: {
        check: () => {
          throw full;
        },
      },
    });
    const of = async (role: Role) => keyRecord((await testKey()).jwk, 'VN:party-1', [role]);
    const [exporter, officer] = [await of('exporter'), await of('signatory')];
    expect(refusalOf(quota, exporter)).to.equal('STORAGE_FULL');
    expect(refusalOf(quota, officer)).to.equal('taken');
  });
});

function refusalOf(quota: OperationQuota, key: KeyRecord): string {
  try {
    quota.check(key, 1);
    return 'taken';
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
}
