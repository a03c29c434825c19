import { expect } from 'chai';
import { chosenScenarios, type Scenario } from './scenario.js';

const scenario = (
  name: string,
  ledgers: Scenario['ledgers'],
  unasked: Scenario['unasked'] = ledgers,
): Scenario => ({ name, title: name, ledgers, unasked, run: () => Promise.resolve([]) });

const all = [
  scenario('issue', ['embedded', 'fabric']),
  scenario('size', ['embedded']),
  scenario('exchange', ['embedded', 'fabric'], []),
];
const chosen = (ledger: 'embedded' | 'fabric', only: readonly string[]): string[] =>
  chosenScenarios(all, ledger, only).map(({ name }) => name);

describe('the parts of a run', () => {
  it("are the ledger's usual ones, without those that must be asked for", () => {
    expect(chosen('embedded', [])).to.deep.equal(['issue', 'size']);
    expect(chosen('fabric', [])).to.deep.equal(['issue']);
  });

  it('are those asked for, in their own order', () => {
    expect(chosen('embedded', ['exchange', 'issue'])).to.deep.equal(['issue', 'exchange']);
  });

  it('are refused when there is none of that name, or not on this ledger', () => {
    expect(() => chosen('embedded', ['speed'])).to.throw(RangeError, 'no part is called speed');
    expect(() => chosen('fabric', ['size'])).to.throw(RangeError, 'size is measured on embedded only');
  });
});
