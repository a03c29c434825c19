import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as administration from '@origin-ledger/cli';
import {
  operations,
  type CertificateView,
  type RegisterEntries,
  type RegisterList,
} from '@origin-ledger/model';
import { Story, STORY_PEOPLE } from '@origin-ledger/model/testing';
import * as sdk from '@origin-ledger/sdk';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import type { LedgerKind } from '../support/ledger-processes.js';
import { publicWrites } from '../support/public-writes.js';
import { World } from '../support/world.js';
import { CommandLine } from './command-line.js';
import { reach } from './reach.js';

const OFFICE = 'STO';

/** Every operation there is, each by the command line through the gateways, and what all members then see. */
export function everyActSuite(ledger: LedgerKind): void {
  let world: World;
  let folder: string;
  let clients: Readonly<Record<'VN' | 'SG' | 'TH', sdk.OriginClient>>;
  let co: CommandLine;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'every-act-'));
    world = await World.start({ members: ['VN', 'SG', 'TH'], ledger });
    const client = async (code: string): Promise<sdk.OriginClient> =>
      world.client(await world.enrol(`${code}:watcher`, ['customs']));
    clients = { VN: await client('VN'), SG: await client('SG'), TH: await client('TH') };
    co = new CommandLine(world, folder, Object.values(clients));
    for (const [holder, role] of STORY_PEOPLE) await co.enrol(holder, role);
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const story = new Story(
    {
      today: (member) => co.today(member),
      perform: (act) => co.perform(act),
      delivered: (parcel, author, reader) => co.delivered(parcel, author, reader),
    },
    OFFICE,
  );
  for (const [chapter, tell] of Object.entries(story.chapters)) it(`with co act: ${chapter}`, tell);

  it('administrators enter their member anew, and revoke a key, which acts no more', async () => {
    await co.co('VN:administrator', 'register', 'member', '--utc-offset', '+07:00');
    const kid = await co.enrol('VN:leaver', 'signatory');
    await co.co('VN:administrator', 'revoke', kid);
    await eventually(async () => {
      const refused = await co.co('VN:leaver', 'status').then(
        () => 'done',
        (error: unknown) => String(error),
      );
      expect(refused).to.contain('KEY_REVOKED');
    }, 60);
  });

  it('every operation has a name in the SDK, a command, and was done: the blocks tell', async () => {
    expect(Object.keys(reach)).to.have.members([...operations.keys()]);
    const names: Readonly<Record<string, unknown>> = { ...sdk, administration, client: clients.VN };
    const io = { out: () => undefined, note: () => undefined, env: {}, fetch };
    const program = administration.newProgram(io, () => undefined);
    const command = (words: string): unknown => {
      let found: typeof program | undefined = program;
      for (const word of words.split(' ')) found = found?.commands.find((one) => one.name() === word);
      return found;
    };
    for (const [op, { sdk: name, cli }] of Object.entries(reach)) {
      const found = name
        .split('.')
        .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], names);
      expect(found, `${op}: ${name} of the SDK`).to.be.a('function');
      expect(command(cli), `${op}: co ${cli}`).to.not.equal(undefined);
    }
    const { asOf } = await clients.VN.status();
    using peer = new ForeignPeer({ profileFile: world.profileFile('VN'), at: 'VN' });
    const writes = (await peer.blocks(BigInt(asOf.block))).flatMap(publicWrites);
    const done = new Set(
      writes
        .filter(({ key }) => key.startsWith('\u0000act\u0000'))
        .map(({ value = '{}' }) => (JSON.parse(value) as { readonly op?: string }).op),
    );
    expect([...operations.keys()].filter((op) => !done.has(op))).to.deep.equal([]);
  });

  const issued = async (client: sdk.OriginClient): Promise<CertificateView[]> => {
    const found: CertificateView[] = [];
    for await (const view of client.certificates({ direction: 'issued' })) found.push(view);
    return found;
  };

  it('both states, and every other member, see the same record, hops with times and clocks of each certificate', async () => {
    const told = await issued(clients.VN);
    expect(told.length).to.be.at.least(9);
    for (const { name } of told) {
      const views = await Promise.all(Object.values(clients).map((client) => client.certificate(name)));
      expect(views[1], name).to.deep.equal(views[0]);
      expect(views[2], name).to.deep.equal(views[0]);
      const ways = await Promise.all(
        Object.values(clients).map(async (client) => {
          const { hops, work } = await client.tracking(name);
          return { hops, work };
        }),
      );
      expect(ways[1], name).to.deep.equal(ways[0]);
      expect(ways[2], name).to.deep.equal(ways[0]);
      const at = ways[0]?.hops.map((hop) => hop.at) ?? [];
      expect([...at].sort(), name).to.deep.equal(at);
      expect(ways[0]?.hops[0]?.hop).to.equal('ISSUED');
    }
    const states = told.map(({ record }) => record.validity);
    expect(states).to.include.members(['VALID', 'CANCELLED', 'REVOKED', 'REPLACED']);
    expect(told.map(({ transmission }) => transmission)).to.include.members([
      'OUTSIDE',
      'RECEIVED',
      'ISSUED',
    ]);
  });

  it('what one state must do stands in its own list, and in the other’s as theirs, with the same days', async () => {
    const work = async (client: sdk.OriginClient, by: 'own' | 'other'): Promise<string[]> => {
      const found: string[] = [];
      for await (const one of client.work({ by })) {
        expect(one.overdue).to.equal(false);
        found.push(`${one.due} ${one.certificate} ${one.clock} ${one.member}`);
      }
      return found;
    };
    const own = await work(clients.SG, 'own');
    expect(own).to.not.have.length(0);
    expect(own.every((line) => line.endsWith(' SG'))).to.equal(true);
    expect(await work(clients.VN, 'other')).to.deep.equal(own);
    expect(await work(clients.SG, 'other')).to.deep.equal(await work(clients.VN, 'own'));
    for await (const one of clients.SG.work({ overdue: true })) expect.fail(JSON.stringify(one));
    expect(await work(clients.TH, 'own')).to.deep.equal([]);
  });

  it('nothing stays owed: the status of each gateway counts down to none, and lists say RECEIVED or DELIVERED', async () => {
    await eventually(async () => {
      for (const client of Object.values(clients)) {
        const { deliveries, deposits, setAside } = await client.status();
        expect([deliveries.owed, deposits.owed, setAside]).to.deep.equal([0, 0, 0]);
      }
    }, 60);
    const { deliveries } = await clients.SG.status();
    expect(deliveries.awaitingReceipt).to.be.greaterThan(0);
    for await (const parcel of clients.VN.parcels({ direction: 'author' }))
      expect(parcel.state, parcel.box).to.not.equal('OWED');
  });

  it('a third member lists no parcel, reads no contents (403), and is told what is unknown (404)', async () => {
    for await (const parcel of clients.TH.parcels()) expect.fail(parcel.box);
    const refusal = async (asked: Promise<unknown>): Promise<readonly unknown[]> => {
      const error = await asked.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof sdk.OriginApiError)) throw new Error(`not refused: ${String(error)}`);
      return [error.status, error.code];
    };
    const [one] = await issued(clients.VN);
    const name = one?.name ?? '';
    let parcel = '';
    for await (const one of clients.VN.parcels({ direction: 'author' })) ({ parcel } = one);
    expect(await refusal(clients.TH.document(name))).to.deep.equal([403, 'NOT_A_READER']);
    expect(await refusal(clients.TH.parcel(parcel))).to.deep.equal([403, 'NOT_A_READER']);
    expect(await refusal(clients.TH.deliverParcel(parcel))).to.deep.equal([403, 'NOT_A_READER']);
    const drawn = `VN.${OFFICE}.1`;
    expect(await refusal(clients.TH.balance(drawn, 'import'))).to.deep.equal([403, 'NOT_A_READER']);
    expect(await refusal(clients.TH.certificate('VN.NIL.1'))).to.deep.equal([404, 'CERTIFICATE_UNKNOWN']);
    expect(await refusal(clients.TH.tracking('VN.NIL.1'))).to.deep.equal([404, 'CERTIFICATE_UNKNOWN']);
    expect(await refusal(clients.TH.parcel(`${'a'.repeat(64)}.${parcel.slice(65)}`))).to.deep.equal([
      404,
      'PARCEL_UNKNOWN',
    ]);
  });

  it('the register shows authority, form, settings and exporter as they were entered, at any gateway', async () => {
    const entries = async <L extends RegisterList>(list: L): Promise<RegisterEntries[L][]> => {
      const found: RegisterEntries[L][] = [];
      for await (const entry of clients.TH.register(list)) found.push(entry);
      return found;
    };
    expect((await entries('authorities')).map((one) => `${one.member}.${one.code}`)).to.deep.equal([
      ...['SG.CERTIFIER', 'SG.ISSUER', 'VN.CERTIFIER', 'VN.ISSUER', 'VN.MOIT'],
    ]);
    expect((await entries('forms')).map(({ form }) => form.code)).to.deep.equal(['EUR.9']);
    expect((await entries('settings')).map(({ settings }) => settings.recordYears)).to.deep.equal([5]);
    const exporter = (await entries('exporters')).find(({ member }) => member === 'VN');
    expect(exporter?.standing.map(({ state }) => state)).to.deep.equal(['ACTIVE', 'SUSPENDED']);
  });

  it('contents, parcels and balances are delivered again by either state', async () => {
    const name = `VN.${OFFICE}.1`;
    await clients.SG.deliver(name);
    await clients.VN.deliver(name);
    await clients.SG.deliverBalance(name, 'import');
    await clients.VN.deliverBalance(name, 'import');
    let parcel = '';
    for await (const one of clients.VN.parcels({ direction: 'author', state: 'RECEIVED' }))
      ({ parcel } = one);
    await clients.SG.deliverParcel(parcel);
    await co.co('VN:signatory', 'deliver', parcel);
    await co.co('SG:customs', 'deliver', name, '--balance', 'import');
  });
}
