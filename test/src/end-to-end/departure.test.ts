import { registryActs } from '@origin-ledger/cli';
import { OriginApiError, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { runNetwork } from '../support/run-cli.js';
import { World } from '../support/world.js';

/** A state leaves: its organisation by command, what was owed by a recorded act of the register's keeper. */
describe('a member that leaves the network', function () {
  this.timeout(180_000);
  let world: World;
  let vietnam: OriginClient;
  let singapore: OriginClient;
  let cancelled: string;
  const coffee = sampleDocument('vn-sg-coffee');
  const filled = { office: 'DEP', departure: inDays(3) };

  before(async () => {
    world = await World.start({ members: ['VN', 'SG'], ledger: 'embedded' });
    vietnam = world.client(await world.enrol('VN:officer-1', ['signatory']));
    singapore = world.client(await world.enrol('SG:officer-1', ['customs']));
    cancelled = (await vietnam.issue([coffee], filled)).prepared.references[0] ?? '';
    await vietnam.send(cancelled);
    await eventually(() => singapore.receive(cancelled));
    await eventually(() => vietnam.cancel(cancelled, 'goods were not shipped'));
    await eventually(async () => {
      expect(await states('DELIVERED')).to.have.length(1);
    });
    const open = (await vietnam.issue([coffee], filled)).prepared.references[0] ?? '';
    await vietnam.send(open);
    await eventually(() => singapore.receive(open));
    await eventually(async () => {
      expect(await awaited()).to.deep.equal([open]);
    });
  });
  after(async () => {
    await world.close();
  });

  const states = async (
    state: 'DELIVERED' | 'CLOSED',
  ): Promise<readonly Readonly<{ reader: string; closedBy: string | undefined }>[]> => {
    const found = [];
    for await (const { reader, closedBy } of vietnam.parcels({ direction: 'author', state })) {
      found.push({ reader, closedBy });
    }
    return found;
  };
  /** Certificates on which the other state still has to act. */
  const awaited = async (): Promise<readonly string[]> => {
    const found = [];
    for await (const { certificate } of vietnam.work({ by: 'other' })) found.push(certificate);
    return found;
  };
  const codeOf = (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof OriginApiError) return error.code;
        throw error;
      },
    );

  it('goes by command while the others go on; the command says what is still to be recorded', async () => {
    await world.gateway('SG').stop();
    const { exitCode, out, note } = await runNetwork(['remove-member', 'SG', '--data', world.data]);
    expect(exitCode, note).to.equal(0);
    expect(out).to.include('SG has left: 3 members.').and.include('co register departure SG --with MEMBER');
    expect(await states('CLOSED')).to.deep.equal([]);
  });

  it('is recorded by the keeper of the register with one other: what it was owed is closed, by the act that says so', async () => {
    const departure = registryActs.departure('SG', 'VN');
    const [own, thai] = [await world.administrator('VN'), await world.administrator('TH')];
    const keeper = await world.administrator('ASEAN');
    expect(await codeOf(thai.perform(departure))).to.equal('REGISTER_KEEPER_REQUIRED');
    expect(await codeOf(keeper.perform(departure))).to.equal('CONSENT_MISSING');
    await own.perform(registryActs.consent({ departure: 'SG' }));
    await eventually(async () => {
      const { consents } = await vietnam.charter();
      expect(consents.map(({ member, to }) => ({ member, to }))).to.deep.equal([
        { member: 'VN', to: { departure: 'SG' } },
      ]);
    });
    await keeper.perform(departure);
    const [closed] = await eventually(async () => {
      const found = await states('CLOSED');
      expect(found).to.have.length(1);
      return found;
    });
    expect(closed?.reader).to.equal('SG');
    expect(closed?.closedBy).to.match(/^[\w-]{43}\.[\w-]{22}$/u);
    expect(await states('DELIVERED')).to.deep.equal([]);
    expect(await awaited(), 'nothing is open with who has left').to.deep.equal([]);
    expect((await vietnam.charter()).consents, 'the consent is spent').to.deep.equal([]);
  });

  it('leaves what is recorded readable, and is named by nothing new', async () => {
    const { record, reception } = await vietnam.certificate(cancelled);
    expect(record.validity).to.equal('CANCELLED');
    expect(reception?.importing).to.equal('SG');
    expect(await codeOf(vietnam.issue([coffee], filled))).to.equal('MEMBER_DEPARTED');
  });
});
