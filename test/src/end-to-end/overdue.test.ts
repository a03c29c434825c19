import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkView } from '@origin-ledger/model';
import { caseActs, exportSigningKey, type HolderKey, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import type { ManagedProcess } from '@origin-ledger/network/process';
import { runCli } from '../support/run-cli.js';
import { World } from '../support/world.js';

const CLOCK = new URL('../support/shifted-clock.js', import.meta.url).href;
const aheadBy = (days: number): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import ${CLOCK}`,
  ORIGIN_TEST_DAYS_AHEAD: String(days),
});
const MEMBERS = ['VN', 'SG', 'TH'] as const;
type Member = (typeof MEMBERS)[number];

/** What gateways list once days have passed: each over its member's store, with its clock ahead. */
describe('overdue work, through the gateways', function () {
  this.timeout(240_000);
  let world: World;
  let folder: string;
  let vietnam: OriginClient;
  let singapore: OriginClient;
  const keys = new Map<Member, HolderKey>();
  const undecided = `VN.DUE.1`;
  const checked = `VN.DUE.2`;
  const visited = `VN.DUE.3`;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'overdue-'));
    world = await World.start({ members: MEMBERS });
    for (const code of MEMBERS) {
      const key = await world.enrol(`${code}:officer-1`, ['signatory', 'customs']);
      keys.set(code, key);
      await writeFile(join(folder, `${code}.json`), JSON.stringify(await exportSigningKey(key)), {
        mode: 0o600,
      });
    }
    const clientOf = (code: Member): OriginClient => world.client(keys.get(code) as HolderKey);
    [vietnam, singapore] = [clientOf('VN'), clientOf('SG')];
    const coffee = sampleDocument('vn-sg-coffee');
    await vietnam.issue([coffee, coffee, coffee], { office: 'DUE', number: '1', departure: inDays(3) });
    for (const reference of [undecided, checked, visited]) {
      await vietnam.send(reference);
      await eventually(() => singapore.receive(reference));
    }
    for (const reference of [checked, visited]) {
      const check = { case: 1, items: [1], suspend: true };
      await singapore.act(reference, caseActs.requestCheck(check, { random: true, reasons: [] }));
    }
    await seen(`request ${checked}`);
    const request = await seen(`request ${visited}`);
    const reply = caseActs.replyToCheck({ case: 1, answers: request }, { text: 'the cost statement' });
    await eventually(() => vietnam.act(visited, reply));
    const notice = {
      ...{ notifiedBy: 'Singapore Customs', premises: 'the roastery', proposed: inDays(30) },
      ...{ coverage: 'item 1', officials: [{ name: 'Officer on duty', designation: 'Senior officer' }] },
      delivered: ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'],
    };
    const visit = { case: 2, items: [1], check: 1, suspend: false };
    await eventually(() => singapore.act(visited, caseActs.notifyVisit(visit, notice)));
    await seen(`notice ${visited}`);
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Viet Nam reads and confirms what is delivered to it: its clocks start. */
  async function seen(box: string): Promise<string> {
    const name = await eventually(async () => {
      for await (const parcel of vietnam.parcels({ state: 'DELIVERED' }))
        if (parcel.box === box) return parcel.parcel;
      throw new Error(`${box} is not delivered`);
    }, 60);
    await vietnam.receiveParcel(name);
    return name;
  }

  /** What the member must do and what the others must, as `co work --overdue` lists it so many days from now. */
  async function overdue(code: Member, days: number): Promise<readonly [own: string[], other: string[]]> {
    const gateway: ManagedProcess = await world.startFurtherGateway(code, { env: aheadBy(days) });
    try {
      const port = /listening\D*(?:[\w.]+:)?(\d+)/.exec(gateway.output)?.[1] ?? '';
      const listed = (...options: readonly string[]): Promise<string[]> =>
        eventually(async () => {
          const { exitCode, out, note } = await runCli(['work', '--overdue', ...options, '--json'], {
            env: {
              ...aheadBy(days),
              ORIGIN_GATEWAY: `http://127.0.0.1:${port}`,
              ORIGIN_KEY: join(folder, `${code}.json`),
            },
          });
          if (exitCode !== 0) throw new Error(note + gateway.output);
          return (JSON.parse(out) as WorkView[])
            .map(({ certificate, clock, member }) => `${certificate} ${clock} ${member}`)
            .sort();
        }, 60);
      return [await listed(), await listed('--other')];
    } finally {
      await gateway.stop();
    }
  }

  const consent = `${visited} consent VN`;
  const decision = `${undecided} refusal SG`;
  const decisions = [decision, `${checked} refusal SG`, `${visited} refusal SG`];
  const reply = `${checked} checkReply VN`;
  const whole = [`${checked} check SG`, `${visited} check SG`, `${visited} wholeVisit SG`];

  it('nothing is overdue at first, for anybody', async () => {
    for (const client of [vietnam, singapore])
      for (const by of ['own', 'other'] as const)
        for await (const one of client.work({ by, overdue: true })) expect.fail(JSON.stringify(one));
  });

  const days: readonly (readonly [number, readonly string[], readonly string[]])[] = [
    [40, [], [consent]],
    [100, decisions, [reply, consent]],
    [190, [...decisions, ...whole], [reply, consent]],
  ];
  for (const [later, ofSingapore, ofVietnam] of days)
    it(`after ${later} days each state lists what it must do and what the other must, and nobody else anything`, async () => {
      const [singapores, vietnams, thailands] = await Promise.all([
        overdue('SG', later),
        overdue('VN', later),
        overdue('TH', later),
      ]);
      expect(singapores).to.deep.equal([[...ofSingapore].sort(), [...ofVietnam].sort()]);
      expect(vietnams).to.deep.equal([singapores[1], singapores[0]]);
      expect(thailands).to.deep.equal([[], []]);
    });
});
