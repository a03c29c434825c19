import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forms, type CertificateView, type Form } from '@origin-ledger/model';
import { expect } from 'chai';
import { dataFolder, sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';
import { CommandLine } from './command-line.js';

/** A form is one data file: entered on the ledger, it is worked with by programs that have never heard of it. */
describe('a form that only the register knows', function () {
  this.timeout(180_000);
  let world: World;
  let folder: string;
  let co: CommandLine;
  const file = join(dataFolder, 'forms', 'eav.json');
  const form = JSON.parse(readFileSync(file, 'utf8')) as Form;
  // As the data file says, and for a member of this ledger too.
  const entered: Form = { ...form, members: [...form.members, 'SG'] };
  const officer = 'VN:signatory';
  const exporter = 'VN:exporter';

  const written = async (name: string, value: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(value));
    return path;
  };
  const document = (importing: string, criterion = 'VAC 40%') => {
    const coffee = sampleDocument('vn-sg-coffee');
    const { name, address, country } = coffee.exporter;
    return {
      ...coffee,
      form: 'EAV',
      exporter: { ...coffee.exporter, party: exporter },
      producer: { name, address, country },
      transport: { ...coffee.transport, departure: inDays(3) },
      items: coffee.items.map((item) => ({ ...item, originCriterion: criterion })),
      declaration: { ...coffee.declaration, importing },
    };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'new-form-'));
    world = await World.start({ members: ['VN', 'SG'] });
    const watchers = [];
    for (const code of ['VN', 'SG'])
      watchers.push(world.client(await world.enrol(`${code}:watcher`, ['auditor'])));
    co = new CommandLine(world, folder, watchers);
    await co.enrol(officer, 'signatory');
    await co.enrol(exporter, 'exporter');
    await co.enrol('SG:customs', 'customs');
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const refused = async (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'done',
      (error: unknown) => String(error),
    );

  it('is refused by everybody before it is entered', async () => {
    expect(forms.has('EAV')).to.equal(false);
    const path = await written('early.json', document('SG'));
    expect(await refused(co.co(officer, 'issue', path, '--office', 'EAV'))).to.contain('DOCUMENT_INVALID');
  });

  it('is entered by one act with the data file, applied for, checked, issued, sent, received and read, all by co', async () => {
    const text = await written('eav.json', entered);
    const keeper = 'ASEAN:administrator';
    expect(await refused(co.co(keeper, 'register', 'form', text, '--with', 'SG'))).to.contain(
      'CONSENT_MISSING',
    );
    await co.co('SG:administrator', 'register', 'consent', 'form', text);
    await co.co(keeper, 'register', 'form', text, '--with', 'SG');
    const wrong = await written('wrong.json', document('SG', 'VAC 39%'));
    // Its percentage is too low by the form's own table: exit code 1, where the next one passes.
    expect(await refused(co.co(exporter, 'check', wrong, '--ask'))).to.match(/co check .*: 1\n/);
    const right = await written('right.json', document('SG'));
    const { acceptable } = await co.co<{ readonly acceptable: boolean }>(exporter, 'check', right, '--ask');
    expect(acceptable).to.equal(true);
    const { application } = await co.co<{ readonly application: string }>(
      exporter,
      ...['application', 'submit', right],
    );
    const { certificates } = await co.co<{ readonly certificates: readonly string[] }>(
      officer,
      ...['issue', '--application', application, '--office', 'EAV', '--number', '1'],
    );
    expect(certificates).to.deep.equal(['VN.EAV.1']);
    await co.co(officer, 'send', 'VN.EAV.1');
    await eventually(() => co.co('SG:customs', 'receive', 'VN.EAV.1'), 60);
    for (const reader of [officer, 'SG:customs', exporter])
      expect(JSON.stringify(await co.co(reader, 'show', 'VN.EAV.1', '--document')), reader).to.contain(
        'VAC 40%',
      );
  });

  it('goes to a partner outside the ledger, whose contents stay with the issuing member alone', async () => {
    const path = await written('outside.json', document('KZ'));
    await co.co(officer, 'issue', path, '--office', 'EAV', '--number', '2');
    const view = await eventually(() => co.co<CertificateView>(officer, 'show', 'VN.EAV.2'));
    expect(view.transmission).to.equal('OUTSIDE');
  });
});
