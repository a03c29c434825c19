import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { organisationLayout } from '../identity/layout.js';
import { AssetLedger } from '../testing/asset-ledger.js';

const run = promisify(execFile);

/** Fabric's own program, unmodified, as an administrator of a member; found on PATH or in FABRIC_BIN. */
describe("Fabric's program `peer` on the embedded ledger", function () {
  this.timeout(60_000);
  let host: AssetLedger | undefined;
  const folder = process.env['FABRIC_BIN'];
  const program = folder === undefined ? 'peer' : join(folder, 'peer');

  before(async function () {
    try {
      await run(program, ['version']);
    } catch (error) {
      process.stdout.write(`    skipped: no peer program: ${String(error)}\n`);
      this.skip();
    }
    host = await AssetLedger.start();
    // It wants a configuration that says by what it signs.
    await writeFile(
      join(host.folder, 'core.yaml'),
      'peer: { BCCSP: { Default: SW, SW: { Hash: SHA2, Security: 256 } } }\n',
    );
  });
  after(async () => {
    await host?.[Symbol.asyncDispose]();
  });

  async function peer(...args: readonly string[]): Promise<string> {
    const [member] = host?.topology.members ?? [];
    if (host === undefined || member === undefined) throw new Error('no member');
    const material = organisationLayout(host.ledger.layout.organizations, member);
    const { stdout, stderr } = await run(program, args, {
      env: {
        PATH: process.env['PATH'],
        FABRIC_CFG_PATH: host.folder,
        FABRIC_LOGGING_SPEC: 'error',
        CORE_PEER_LOCALMSPID: member.mspId,
        CORE_PEER_MSPCONFIGPATH: material.admin.msp,
        CORE_PEER_ADDRESS: host.ledger.members[0]?.address,
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_PEER_TLS_ROOTCERT_FILE: material.tlsCaCertificate,
      },
    });
    return stdout + stderr;
  }

  const failing = (...args: readonly string[]): Promise<string> =>
    peer(...args).then(
      (text) => `succeeded: ${text}`,
      (error: unknown) => (error as { stderr: string }).stderr,
    );

  const ON = ['--channelID', 'origin'] as const;
  const DEFINITION = ['--name', 'new', '--version', '1', '--sequence', '1'] as const;

  it('tells of channels, blocks and configuration', async () => {
    expect(await peer('channel', 'list')).to.match(/Channels peers has joined: *\norigin\n/u);
    expect(await peer('channel', 'getinfo', '-c', 'origin')).to.match(/"height":2,"currentBlockHash"/u);
    const block = join(host?.folder ?? '', 'config.block');
    await peer('channel', 'fetch', 'config', block, '-c', 'origin');
    expect((await stat(block)).size).to.be.greaterThan(1000);
  });

  it('tells of definitions', async () => {
    expect(await peer('lifecycle', 'chaincode', 'querycommitted', ...ON)).to.include(
      'Name: origin, Version: 1, Sequence: 1, Endorsement Plugin: escc, Validation Plugin: vscc',
    );
    expect(await peer('lifecycle', 'chaincode', 'querycommitted', ...ON, '--name', 'origin')).to.include(
      'Approvals: [ASEANMSP: true, SGMSP: true, THMSP: true, VNMSP: true]',
    );
    const json = await peer(
      'lifecycle',
      'chaincode',
      'querycommitted',
      ...ON,
      '--name',
      'origin',
      '-O',
      'json',
    );
    expect(JSON.parse(json)).to.deep.include({ sequence: 1, version: '1' });
    expect(await failing('lifecycle', 'chaincode', 'querycommitted', ...ON, '--name', 'new')).to.include(
      'query failed with status: 404 - namespace new is not defined',
    );
    const ready = await peer('lifecycle', 'chaincode', 'checkcommitreadiness', ...ON, ...DEFINITION);
    expect(ready).to.include('VNMSP: false');
    expect(await peer('lifecycle', 'chaincode', 'queryapproved', ...ON, '--name', 'origin')).to.match(
      /sequence: 1, version: 1/u,
    );
  });

  it('is told by name what the embedded ledger does not do', async () => {
    expect(await failing('lifecycle', 'chaincode', 'queryinstalled')).to.include(
      'not supported by the embedded ledger: _lifecycle.QueryInstalledChaincodes',
    );
    expect(await failing('channel', 'joinbysnapshotstatus')).to.include(
      'not supported by the embedded ledger: cscc.JoinBySnapshotStatus',
    );
  });

  it('asks a contract', async () => {
    const call = JSON.stringify({ Args: ['GetAllAssets'] });
    expect(await peer('chaincode', 'query', ...ON, '--name', 'origin', '--ctor', call)).to.equal('[]\n');
  });
});
