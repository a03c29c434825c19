import { expect } from 'chai';
import { operations } from '../act/operations.js';
import { calendarDateAt } from '../calendar/calendar-date.js';
import { SimulatedLedger } from './ledger.js';
import { START } from './scene.js';
import { Story } from './story.js';

/** Told by administrators with keys and proofs of their own. */
const OF_KEYS = ['registry.member/1', 'registry.key/1', 'registry.revoke-key/1'];

describe('the story of every act', () => {
  it('is accepted by the rules, act by act, and leaves no operation out', async function () {
    this.timeout(60_000);
    const ledger = new SimulatedLedger(START);
    const done = new Set<string>();
    const story = new Story(
      {
        today: (member) => calendarDateAt(Date.parse(ledger.now), member === 'SG' ? 480 : 420),
        async perform(act) {
          ledger.now = new Date(Date.parse(ledger.now) + 1000).toISOString();
          const performance = await ledger.act(act).catch((error: unknown) => {
            throw new Error(`${act.op} was refused: ${String(error)}`, { cause: error });
          });
          done.add(act.op);
          return performance.act.id;
        },
        delivered(parcel, _author, reader) {
          ledger.deliver(parcel, reader);
          return Promise.resolve();
        },
      },
      'HAN',
    );
    await story.tell();
    expect([...operations.keys()].filter((op) => !done.has(op))).to.have.members(OF_KEYS);
  });
});
