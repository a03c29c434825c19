import type { LedgerKind } from '../support/ledger-processes.js';
import { confidentialActs, confidentialPlaces } from './confidential.js';
import { countedOnce } from './counted-once.js';
import { heldBack } from './held-back.js';
import { namedCommitments } from './named-commitments.js';
import { nobodyDenies } from './nobody-denies.js';
import { nobodyStops } from './nobody-stops.js';
import { outcomeUnseen } from './outcome-unseen.js';
import { nobodyWaits } from './nobody-waits.js';
import { rogueContracts } from './rogue-contracts.js';
import { rogueGateways } from './rogue-gateways.js';
import { Scene } from './scene.js';

/** The six properties of the design on one network, one after the other: each adds to what the last ones find. */
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
    outcomeUnseen(scene);
  });
  describe('draws and twins', () => {
    countedOnce(scene);
  });
  describe("another member's absence", () => {
    nobodyWaits(scene);
  });
  describe('gateways, administrators and persons who are not who they should be', () => {
    rogueGateways(scene);
  });
  describe("acts that name another's contents", () => {
    namedCommitments(scene);
  });
  describe('contracts that a member has altered', () => {
    rogueContracts(scene);
  });
  describe('what one member writes alone', () => {
    nobodyStops(scene);
  });
  describe('an envelope held back', () => {
    heldBack(scene);
  });
  describe('the whole history', () => {
    nobodyDenies(scene);
  });
  describe('what lies in files at the end', () => {
    confidentialPlaces(scene);
  });
}
