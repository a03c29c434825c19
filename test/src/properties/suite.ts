import type { LedgerKind } from '../support/ledger-processes.js';
import { confidentialActs, confidentialPlaces } from './confidential.js';
import { Scene } from './scene.js';

/** The five properties of the design on one network, one after the other: each adds to what the last ones find. */
export function propertiesSuite(ledger: LedgerKind): void {
  let opened: Scene | undefined;
  const scene = (): Scene => {
    if (opened === undefined) throw new Error('the network was not started');
    return opened;
  };

  before(async () => {
    opened = await Scene.open(ledger);
  });
  after(() => opened?.close());

  describe('what two states confide to one another', () => {
    confidentialActs(scene);
  });
  describe('what lies in files at the end', () => {
    confidentialPlaces(scene);
  });
}
