import { readFile } from 'node:fs/promises';
import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { topics } from './all-topics.js';
import { readExpected } from './expected-outcomes.js';
import { validationCodes } from './validation-codes.js';

const root = new URL('../../../', import.meta.url);

describe("Fabric's validation codes", () => {
  /** What Fabric was seen to do, as text, by behaviour. */
  const seen = new Map<string, string>();
  before(async () => {
    for (const { topic } of topics) {
      const outcomes = await readExpected(topic);
      for (const [name, outcome] of Object.entries(outcomes)) seen.set(name, JSON.stringify(outcome));
    }
  });

  it('are listed, each once', () => {
    expect(validationCodes.map(({ code }) => code)).to.have.members(Object.keys(peer.TxValidationCode));
  });

  for (const { code, behaviours = [], why = '', elsewhere = [] } of validationCodes) {
    it(`${code} is ${behaviours.length > 0 ? 'seen on Fabric' : 'justified'}`, async () => {
      expect(behaviours.length > 0, 'behaviours, or a reason').to.equal(why === '');
      for (const name of behaviours) expect(seen.get(name), name).to.include(`"${code}"`);
      for (const { file, name } of elsewhere)
        expect(await readFile(new URL(file, root), 'utf8'), file).to.include(`it('${name}'`);
    });
  }
});
