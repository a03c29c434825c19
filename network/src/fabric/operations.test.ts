import { expect } from 'chai';
import { parseMetrics } from './operations.js';

describe('metrics', () => {
  it('are read by name and labels, comments aside', () => {
    const metrics = parseMetrics(
      '# HELP x help\nledger_blockchain_height{channel="origin"} 12\nlatency_sum{a="b c"} 1.5e-05\n',
    );
    expect(metrics.get('ledger_blockchain_height{channel="origin"}')).to.equal(12);
    expect(metrics.get('latency_sum{a="b c"}')).to.equal(0.000015);
    expect(metrics.size).to.equal(2);
  });
});
