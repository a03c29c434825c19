import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { commitmentOf, parcelName } from '@origin-ledger/model';
import { newSigningKey, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { descriptionToSign } from '../openapi/description-to-sign.js';
import { SigningProxy } from '../openapi/signing-proxy.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';

/** The checks of Schemathesis: no 5xx, and no status, media type, header or body that is not described. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** The program, where it is installed (`pip install schemathesis`). */
const program = ['st', 'schemathesis'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

describe('property-based calls against /openapi.json', function () {
  this.timeout(1_800_000);
  let world: World;
  let officer: OriginClient;
  let folder: string;
  const roles = ['signatory', 'customs', 'system', 'exporter', 'auditor'] as const;
  const document = {
    ...sampleDocument('vn-sg-coffee'),
    transport: { ...sampleDocument('vn-sg-coffee').transport, departure: inDays(3) },
  };

  before(async function () {
    if (program === undefined) {
      process.stdout.write('    skipped: no schemathesis on PATH (pip install schemathesis)\n');
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'origin-openapi-'));
    world = await World.start({ members: ['VN'] });
  });
  after(async () => {
    // Nothing was started where the suite is skipped.
    if (program === undefined) return;
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs Schemathesis and fails with what it found. */
  async function finds(url: string, examples: number): Promise<string> {
    const child = spawn(
      program ?? '',
      [
        ...['run', `${url}/openapi.json`, '--url', url, '--checks', CHECKS.join(',')],
        ...['--max-examples', String(examples), '--phases', 'examples,coverage,fuzzing'],
        ...[
          '--generation-deterministic',
          '--suppress-health-check',
          'all',
          '--no-color',
          '--continue-on-failure',
        ],
        ...['--request-timeout', '60', '--workers', '1', '--max-failures', '20'],
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const [out, note] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    expect(child.exitCode, `${out}\n${note}`).to.equal(0);
    return out;
  }

  it('finds no 5xx and no undocumented answer where nobody has signed', async () => {
    await finds(world.gatewayUrl('VN'), 5);
  });

  it('finds none behind the signature either, where calls reach the handlers', async () => {
    const key = await newSigningKey({ holder: 'VN:everybody' });
    await world.register(key, roles);
    officer = world.client(key);
    const { prepared } = await officer.issue([document], { office: 'ST', number: '1' });
    await officer.issue([document], { office: 'ST', number: '2' });
    await officer.send('VN.ST.1');
    const { record } = await officer.certificate('VN.ST.1');
    const cancelled = await officer.act('VN.ST.1', {
      op: 'certificate.cancel/1',
      parcel: { kind: 'reason', contents: { reason: 'the shipment was called off' } },
    });
    const stated = { ...document, exporter: { ...document.exporter, party: 'VN:everybody' } };
    const { answer } = await officer.applications.submit(stated);
    const sample = { salt: 'A'.repeat(43), document: stated };
    const { record: second } = await officer.certificate('VN.ST.2');
    const gateway = world.gatewayUrl('VN');
    const { audience } = await officer.network();
    await using proxy = await SigningProxy.start({
      ...{ gateway, audience, key },
      document: descriptionToSign((await officer.openApi()) as object, {
        known: {
          reference: prepared.references.concat('VN.ST.2'),
          id: [prepared.id, answer.application],
          kid: [key.kid],
          commitment: [record.commitment],
          parcel: cancelled.prepared.parcels.map((text) =>
            parcelName(cancelled.prepared.id, commitmentOf(text)),
          ),
        },
        sample,
        examples: {
          '/v1/operations': [{ op: 'certificate.reissue/1', args: { reference: second.reference } }],
          '/v1/applications': [
            { op: 'application.draft/1', args: {}, contents: [sample] },
            { op: 'application.submit/1', args: {}, contents: [sample] },
            {
              op: 'application.withdraw/1',
              args: { application: answer.application },
              after: answer.step,
            },
          ],
          '/v1/prechecks': [{ document: stated }],
        },
      }),
    });
    await finds(proxy.url, 15);
    // They did get through: answers of every kind.
    process.stdout.write(`      ${JSON.stringify(Object.fromEntries(proxy.statuses))}\n`);
    for (const status of [200, 201, 400, 403, 404, 409, 422])
      expect([...proxy.statuses.keys()]).to.include(status);
    expect(proxy.statuses.get(401) ?? 0).to.equal(0);
  });
});
