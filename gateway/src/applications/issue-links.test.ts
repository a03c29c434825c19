import { expect } from 'chai';
import type { Json, ParsedRequest } from '@origin-ledger/model';
import { namedApplications } from './issue-links.js';

/** Three parcels of which each names an application, as the request may call any of them a document. */
const named = (op: string): string[] => {
  const commitments = ['one', 'two', 'three'];
  const parcels = commitments.map((commitment) => ({ box: `document ${commitment}`, commitment }));
  const present = commitments.map((commitment): [string, { text: string; said: Json }] => {
    const said = { declaration: { application: `of ${commitment}` } };
    return [commitment, { text: JSON.stringify(said), said }];
  });
  return namedApplications({ claims: { op, parcels } } as unknown as ParsedRequest, new Map(present)).map(
    ({ application, box }) => `${box} ${application}`,
  );
};

describe('applications that a request issues certificates on', () => {
  it('are those its documents name, and no other contents, whatever they are called', () => {
    expect(named('certificate.issue/1')).to.deep.equal([
      'parcels[0] of one',
      'parcels[1] of two',
      'parcels[2] of three',
    ]);
    for (const op of ['certificate.replace/1', 'certificate.back-to-back/1'])
      expect(named(op), op).to.deep.equal(['parcels[0] of one']);
    expect(named('certificate.cancel/1')).to.deep.equal([]);
  });
});
