import { expect } from 'chai';
import { OriginApiError } from '../errors/origin-api-error.js';
import { oneView } from './one-view.js';

describe('reading what is signed together', () => {
  it('reads again while the parts belong to two states', async () => {
    let readings = 0;
    const seen = await oneView(
      () => Promise.resolve((readings += 1)),
      (reading) => reading === 3,
    );
    expect([seen, readings]).to.deep.equal([3, 3]);
  });

  it('refuses before anything is signed when they go on to differ', async () => {
    const error: unknown = await oneView(
      () => Promise.resolve('old'),
      () => false,
    ).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(OriginApiError).and.have.property('code', 'AFTER_MISMATCH');
  });
});
