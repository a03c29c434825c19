import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@origin-ledger/cli';
import {
  declaredOtherwise,
  parseRequest,
  verifySignature,
  type ApplicationStepAnswer,
} from '@origin-ledger/model';
import { exportSigningKey, OriginApiError, type HolderKey, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { dataFolder, sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { runCli } from '../support/run-cli.js';
import { World } from '../support/world.js';

const EXPORTER = 'VN:example-highlands-coffee';

/** From the exporter's declaration to his certificate, through SDK and command line, over HTTP and the ledger. */
describe('an application for a certificate', function () {
  this.timeout(180_000);
  let world: World;
  let folder: string;
  let officer: OriginClient;
  let exporter: OriginClient;
  let agent: OriginClient;
  let stranger: OriginClient;
  const files: Record<string, string> = {};
  const coffee = sampleDocument('vn-sg-coffee');
  const departure = inDays(3);
  const document = {
    ...coffee,
    transport: { ...coffee.transport, departure },
    items: coffee.items.map((item) => ({ ...item, fob: { amount: '90000', currency: 'USD' } })),
  };

  before(async () => {
    world = await World.start({ members: ['VN'] });
    folder = mkdtempSync(join(tmpdir(), 'origin-applications-'));
    const keyFile = async (name: string, key: HolderKey): Promise<OriginClient> => {
      files[name] = join(folder, `${name}.json`);
      writeFileSync(files[name], JSON.stringify(await exportSigningKey(key)), { mode: 0o600 });
      return world.client(key);
    };
    officer = await keyFile('officer', await world.enrol('VN:officer-1', ['signatory']));
    exporter = await keyFile('exporter', await world.enrol(EXPORTER, ['exporter']));
    // An agent's own key, registered under the code of the exporter it acts for.
    agent = world.client(await world.enrol(EXPORTER, ['exporter'], 'Ed25519'));
    stranger = world.client(await world.enrol('VN:exporter-2', ['exporter']));
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const codeOf = async (act: Promise<unknown>): Promise<string> => {
    try {
      await act;
      return 'done';
    } catch (error) {
      if (error instanceof OriginApiError) return error.code;
      throw error;
    }
  };

  it('is drafted, declared, returned, declared anew by the agent, and issued; its exporter follows the certificate', async () => {
    const draft = await exporter.applications.draft({ form: 'D', consignee: document.consignee });
    const id = draft.answer.application;
    expect(draft.answer.state).to.equal('DRAFT');
    expect(await codeOf(officer.applications.read(id))).to.equal('APPLICATION_UNKNOWN');
    const wrong = { ...document, items: document.items.map((item) => ({ ...item, originCriterion: 'PE' })) };
    expect(await codeOf(exporter.applications.submit(wrong, { application: id }))).to.equal(
      'APPLICATION_FINDINGS',
    );
    const { acceptable, findings } = await exporter.applications.check(wrong);
    expect(acceptable).to.equal(false);
    expect(findings).to.deep.include({
      box: 'items[1].originCriterion',
      rule: 'criteria words',
      weight: 'error',
      remedy: findings.find(({ rule }) => rule === 'criteria words')?.remedy,
    });

    await exporter.applications.submit(document, { application: id });
    expect(await codeOf(stranger.applications.read(id))).to.equal('APPLICATION_UNKNOWN');
    expect(await codeOf(stranger.applications.withdraw(id))).to.equal('APPLICATION_UNKNOWN');
    await officer.applications.return(id, { text: 'state the trade mark', boxes: ['items[0].description'] });
    const supplemented = {
      ...document,
      items: document.items.map((item) => ({ ...item, description: `${item.description}, reg. 4711` })),
    };
    const { answer, prepared } = await agent.applications.submit(supplemented, { application: id });
    expect(answer.state).to.equal('SUBMITTED');
    expect(answer.findings.every(({ weight }) => weight === 'warning')).to.equal(true);
    expect(await agent.applications.take(prepared)).to.deep.equal({ ...answer, replayed: true });

    const toIssue = await officer.applications.document(id);
    expect(toIssue.items.some(({ fob }) => fob !== undefined)).to.equal(false);
    const altered = { ...toIssue, consignee: { ...toIssue.consignee, name: 'Somebody Else' } };
    expect(await codeOf(officer.issue([altered], { office: 'APP' }))).to.equal('APPLICATION_DISAGREES');
    const issued = await officer.issue([toIssue], { office: 'APP' });
    const reference = issued.prepared.references[0] ?? '';

    const read = await exporter.applications.read(id);
    expect(read.application.state).to.equal('ISSUED');
    expect(read.application.certificate).to.deep.equal({
      name: reference,
      validity: 'VALID',
      transmission: 'ISSUED',
      expired: false,
    });
    const certificate = (await exporter.document(reference)).document;
    expect(certificate.declaration.application).to.equal(id);
    expect(declaredOtherwise(certificate, read.document)).to.deep.equal([]);
    expect(await codeOf(officer.issue([toIssue], { office: 'APP' }))).to.equal('APPLICATION_STATE');

    await officer.cancel(reference, 'the shipment was called off');
    expect((await exporter.applications.read(id)).application.certificate?.validity).to.equal('CANCELLED');
  });

  it('is kept with its signature: who declared cannot deny it, and what he declared is what the officer reads', async () => {
    const { answer } = await exporter.applications.submit(document);
    const { steps, document: declared } = await officer.applications.read(answer.application);
    const step = steps.find(({ id }) => id === answer.step);
    const request = parseRequest(step?.request ?? '');
    await verifySignature(request.jws, request.header.alg, await officer.registeredKey(request.header.kid));
    expect(request.claims).to.deep.include({ iss: EXPORTER, op: 'application.submit/1' });
    expect(request.claims.parcels[0]?.readers).to.deep.equal(['VN']);
    expect(declared).to.deep.nested.include({ 'exporter.party': EXPORTER, 'transport.departure': departure });
    expect(answer.step).to.equal(request.actId);
  });

  describe('on the command line', () => {
    const co = async (who: string, ...args: readonly string[]) => {
      const out: string[] = [];
      const note: string[] = [];
      const exitCode = await run(
        ['--gateway', world.gatewayUrl('VN'), '--key', files[who] ?? '', '--json', ...args],
        { out: (line) => out.push(line), note: (line) => note.push(line), env: {}, fetch },
      );
      const answer = out.length === 0 ? undefined : (JSON.parse(out.join('\n')) as unknown);
      return { exitCode, note: note.join('\n'), answer };
    };
    const taken = (answer: unknown): ApplicationStepAnswer => answer as ApplicationStepAnswer;
    const coffeeFile = join(dataFolder, 'vn-sg-coffee.json');

    it('co check tells every finding offline, by exit code whether it could be handed in', async () => {
      const fine = await runCli(['--json', 'check', coffeeFile, '--departure', departure]);
      expect(fine.exitCode, fine.note).to.equal(0);
      expect(JSON.parse(fine.out)).to.have.property('acceptable', true);
      const text = readFileSync(coffeeFile, 'utf8').replaceAll('"WO"', '"PE"').replace('"SG"', '"XX"');
      writeFileSync(join(folder, 'wrong.json'), text);
      const wrong = await runCli(['check', join(folder, 'wrong.json')]);
      expect(wrong.exitCode).to.equal(1);
      expect(wrong.out).to.include('error items[0].originCriterion (criteria words)');
      expect(wrong.out).to.include('error items[1].originCriterion (criteria words)');
      expect(wrong.out).to.include('error transport.departure (OCP 28)');
      const asked = await co('exporter', 'check', join(folder, 'wrong.json'), '--ask');
      expect(asked.exitCode, asked.note).to.equal(1);
      writeFileSync(join(folder, 'hs2022.csv'), 'section,hscode,description\nII,090121,Coffee, roasted\n');
      const listed = await runCli(['check', coffeeFile, '--departure', departure, '--lists', folder]);
      expect(listed.out).to.include('error items[0].hs (reading HS)');
      expect((await runCli(['check', join(folder, 'none.json')])).exitCode).to.equal(2);
    });

    it('goes from submit to issue; return, refuse, withdraw and list say where it stands', async () => {
      const submit = (...more: readonly string[]) =>
        co('exporter', 'application', 'submit', coffeeFile, '--departure', departure, ...more);
      const first = await submit();
      expect(first.exitCode, first.note).to.equal(0);
      const id = taken(first.answer).application;
      expect(taken(first.answer)).to.include({ state: 'SUBMITTED', replayed: false });
      const back = await co(
        'officer',
        'application',
        'return',
        id,
        '--reason',
        'weight',
        '--box',
        'items[0].quantity',
      );
      expect(taken(back.answer).state).to.equal('RETURNED');
      expect(taken((await submit('--application', id)).answer).state).to.equal('SUBMITTED');
      const issue = await co('officer', 'issue', '--application', id, '--office', 'CLI');
      expect(issue.exitCode, issue.note).to.equal(0);
      const shown = await co('exporter', 'application', 'show', id);
      expect(shown.answer).to.have.nested.property('application.state', 'ISSUED');
      expect(shown.answer).to.have.nested.property('steps[1].reason.text', 'weight');
      const listed = await co('officer', 'application', 'list', '--state', 'issued');
      expect((listed.answer as { id: string }[]).map((one) => one.id)).to.include(id);

      const second = taken((await submit()).answer).application;
      const refused = await co(
        'officer',
        'application',
        'refuse',
        second,
        '--reason',
        'no evidence of origin',
      );
      expect(taken(refused.answer).state).to.equal('REFUSED');
      const late = await co('exporter', 'application', 'withdraw', second);
      expect(late.exitCode).to.equal(1);
      expect(late.note).to.include('APPLICATION_STATE');
      const draft = await co('exporter', 'application', 'draft', coffeeFile);
      const gone = await co('exporter', 'application', 'withdraw', taken(draft.answer).application);
      expect(taken(gone.answer).state).to.equal('WITHDRAWN');
      const wrong = await co('exporter', 'application', 'submit', coffeeFile);
      expect(wrong.exitCode).to.equal(1);
      expect(wrong.answer).to.have.property('code', 'APPLICATION_FINDINGS');
      expect(wrong.answer).to.have.nested.property('boxes').that.include('transport.departure');
      expect((await co('exporter', 'application', 'list', '--state', 'never')).exitCode).to.equal(2);
    });
  });
});
