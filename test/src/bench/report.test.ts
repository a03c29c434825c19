import { expect } from 'chai';
import { figure, report, table } from './report.js';

describe('the report of the benchmark', () => {
  it('judges the ratio where there is one, else the value', () => {
    expect(figure({ name: 'a', value: 500, unit: '/s', ratio: 0.69, target: '>=0.7' }).holds).to.equal(false);
    expect(figure({ name: 'a', value: 500, unit: '/s', ratio: 0.7, target: '>=0.7' }).holds).to.equal(true);
    expect(figure({ name: 'a', value: 2.9, unit: 's', target: '<=3' }).holds).to.equal(true);
    expect(figure({ name: 'a', value: 3.1, unit: 's', target: '<=3' }).holds).to.equal(false);
    expect(figure({ name: 'a', value: 1, unit: 's' })).not.to.have.property('holds');
    expect(() => figure({ name: 'a', value: 1, unit: 's', target: 'fast' })).to.throw(RangeError);
  });

  it('says plainly what was not reached', () => {
    const text = table(
      report(9000, [
        figure({ name: 'issue', value: 100, unit: '/s', against: 'reference', ratio: 0.5, target: '>=0.7' }),
      ]),
    );
    expect(text).to.match(/issue\s+100 \/s\s+0\.500\s+reference\s+>=0\.7\s+NOT REACHED/);
  });
});
