import type { HolderKey } from '@origin-ledger/sdk';
import type { LedgerKind } from '../../support/ledger-processes.js';
import { UTC_OFFSETS, World } from '../../support/world.js';
import { partners, sender } from './routes.js';

/** A member that issues in the exchange. */
export interface Trader {
  readonly member: string;
  readonly officer: HolderKey;
  readonly audience: string;
  readonly utcOffsetMinutes: number;
}

/** The members of the exchange at their gateways. */
export interface Traders extends AsyncDisposable {
  readonly world: World;
  trader(member: string): Trader;
}

/** Starts a ledger, the gateway of every member that issues, and enrols an officer at each. */
export async function openTraders(ledger: LedgerKind, report: (line: string) => void): Promise<Traders> {
  const members = [sender, ...partners].map(({ member }) => member);
  const world = await World.start({ members, ledger, report });
  try {
    const traders = await Promise.all(
      members.map(async (member): Promise<Trader> => {
        const officer = await world.enrol(`${member}:exchange-officer`, ['signatory'], 'ES256', ['ISSUER']);
        const { audience } = await world.client(officer).network();
        return { member, officer, audience, utcOffsetMinutes: UTC_OFFSETS[member] ?? 0 };
      }),
    );
    return {
      world,
      trader: (member) => {
        const found = traders.find((each) => each.member === member);
        if (found === undefined) throw new RangeError(`no trader of ${member}`);
        return found;
      },
      [Symbol.asyncDispose]: () => world.close(),
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}
