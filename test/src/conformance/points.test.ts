import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { topics } from './all-topics.js';
import { points } from './points.js';

const HOW_MANY = 24;
const root = new URL('../../../', import.meta.url);

describe("Fabric's semantics most easily got wrong", () => {
  const names = new Set(topics.flatMap(({ behaviours }) => behaviours.map(({ name }) => name)));

  it('are listed, each point once', () => {
    expect(points.map(({ point }) => point)).to.deep.equal(
      Array.from({ length: HOW_MANY }, (_, index) => index + 1),
    );
  });

  for (const { point, says, behaviours, elsewhere = [] } of points) {
    it(`point ${point} is shown by a behaviour or test that exists: ${says}`, async () => {
      expect(behaviours.length + elsewhere.length).to.be.greaterThan(0);
      for (const name of behaviours) expect(names.has(name), name).to.equal(true);
      for (const { file, name } of elsewhere) {
        expect(await readFile(new URL(file, root), 'utf8'), file).to.include(`it('${name}'`);
      }
    });
  }
});
