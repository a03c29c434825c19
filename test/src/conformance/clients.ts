import { setTimeout as pause } from 'node:timers/promises';
import { MEMBERS } from './ledger-under-test.js';
import { MemberClient, type ClientChoice } from './member-client.js';

const LOOK_INTERVAL = 30;
const PATIENCE_MILLISECONDS = 20_000;

/** The clients of a ledger, each connected once. */
export class Clients implements Disposable {
  readonly #connections: string;
  readonly #open = new Map<string, Promise<MemberClient>>();
  /** Not given to anybody again, and open: who has one may go on. */
  readonly #forgotten: Promise<MemberClient>[] = [];

  constructor(connections: string) {
    this.#connections = connections;
  }

  get(choice: ClientChoice): Promise<MemberClient> {
    const { code, at = code, as = 'gateway' } = choice;
    const key = `${code} at ${at} as ${typeof as === 'object' ? as.certificate : as}`;
    let client = this.#open.get(key);
    if (client === undefined) {
      client = MemberClient.open(this.#connections, choice);
      this.#open.set(key, client);
    }
    return client;
  }

  /** Connects anew where a member's client is asked for: it has another certificate. */
  forget(code: string): void {
    for (const [key, client] of this.#open) {
      if (!key.startsWith(`${code} at `)) continue;
      this.#forgotten.push(client);
      this.#open.delete(key);
    }
  }

  /** Waits until all members' peers see the same last write: a marker that only this call makes. */
  async settled(marker: string): Promise<void> {
    const [first] = MEMBERS;
    const own = await this.get({ code: first });
    await own.submit([['put', 'marker', marker]]);
    await Promise.all(
      MEMBERS.map(async (code) => {
        const client = await this.get({ code });
        await until(`the peer of ${code} to have all blocks`, async () => {
          const answer = await client.evaluate([['get', 'marker']], { endorsers: [code] });
          return Array.isArray(answer) && answer[0] === marker;
        });
      }),
    );
  }

  /** Waits until a member's peer gets an answer of its contract. */
  async contractAnswers(code: string): Promise<void> {
    const client = await this.get({ code });
    await until(`the contract to answer the peer of ${code}`, async () =>
      Array.isArray(await client.evaluate([['get', 'marker']], { endorsers: [code] })),
    );
  }

  [Symbol.dispose](): void {
    for (const client of [...this.#open.values(), ...this.#forgotten]) {
      client.then(
        (open) => {
          open[Symbol.dispose]();
        },
        () => undefined,
      );
    }
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const last = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await holds())) {
    if (Date.now() > last) throw new Error(`waited in vain for ${what}`);
    await pause(LOOK_INTERVAL);
  }
}
