import { expect } from 'chai';
import { nextRemedies, NOTHING_SEEN, type Look, type Memory, type OrdererLook } from './next-remedies.js';

const PATIENCE = { standsStill: 60, lagBlocks: 20, keepsEnding: 1000 };
const well = (name: string, height: number): OrdererLook => ({ name, height, asksForAnotherView: false });

/** Looks in turn, a dozen time units apart. */
function watched(looks: readonly Omit<Look, 'at'>[]): string[][] {
  let memory: Memory = NOTHING_SEEN;
  return looks.map((look, index) => {
    const next = nextRemedies({ ...look, at: index * 12 }, memory, PATIENCE);
    memory = next.memory;
    return next.remedies.map(({ what, service }) => `${what} ${service}`);
  });
}

const orderers = (count: number, lagging: (index: number) => OrdererLook): Omit<Look, 'at'>[] =>
  Array.from({ length: count }, (_, index) => ({
    gone: [],
    highest: 100 + index,
    orderers: [well('orderer-VN', 100 + index), lagging(index)],
  }));

describe('a watch over a network', () => {
  it('starts what is gone at the second look: who stops a service says so in between', () => {
    const look = { gone: ['peer-VN'], highest: 5, orderers: [] };
    expect(watched([look, look])).to.deep.equal([[], ['start peer-VN']]);
    expect(watched([look, { ...look, gone: [] }, look])).to.deep.equal([[], [], []]);
  });

  it('starts rarely what keeps ending', () => {
    const looks = Array.from({ length: 8 }, () => ({ gone: ['peer-VN'], highest: 5, orderers: [] }));
    expect(watched(looks).flat()).to.have.length(3);
  });

  const stuck: readonly (readonly [string, (index: number) => OrdererLook])[] = [
    ['is behind', () => well('orderer-SG', 50)],
    ['does not answer', () => ({ name: 'orderer-SG', height: undefined, asksForAnotherView: false })],
    [
      'is alone with a change of view',
      (index) => ({ ...well('orderer-SG', 100 + index), asksForAnotherView: true }),
    ],
  ];
  for (const [what, lagging] of stuck)
    it(`restarts an orderer that ${what} for long while the others order on`, () => {
      const done = watched(orderers(7, lagging));
      expect(done.slice(0, 5).flat()).to.deep.equal([]);
      expect(done[5]).to.deep.equal(['restart orderer-SG']);
      expect(done[6]).to.deep.equal([]);
    });

  it('leaves an orderer alone that catches up, and one that is a little behind', () => {
    expect(
      watched(orderers(12, (index) => well('orderer-SG', index < 4 ? 50 : 99 + index))).flat(),
    ).to.deep.equal([]);
    expect(watched(orderers(12, (index) => well('orderer-SG', 90 + index))).flat()).to.deep.equal([]);
  });

  it('restarts none while nothing is ordered: it may be the one that is missing', () => {
    const looks = orderers(12, () => well('orderer-SG', 50)).map((look) => ({ ...look, highest: 100 }));
    expect(watched(looks).flat()).to.deep.equal([]);
  });

  it('restarts one at a time, and none while a service is down', () => {
    const two = orderers(6, () => well('orderer-SG', 50)).map((look) => ({
      ...look,
      orderers: [...look.orderers, well('orderer-TH', 40)],
    }));
    expect(watched(two)[5]).to.have.length(1);
    const down = two.map((look, index) => ({ ...look, gone: index === 5 ? ['peer-VN'] : [] }));
    expect(watched(down).flat()).to.deep.equal([]);
  });
});
