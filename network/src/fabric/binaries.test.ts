import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NetworkError } from '../network-error.js';
import { checkVersion, FABRIC_PROGRAMS, findBinaries, INSTALLATION_GUIDE, isRecent } from './binaries.js';

describe("Fabric's programs", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fabric-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are found in FABRIC_BIN before PATH', async () => {
    for (const name of FABRIC_PROGRAMS) await program(name, 'exit 0');
    const found = await findBinaries({ FABRIC_BIN: folder, PATH: '/nowhere' });
    expect(found.peer).to.equal(join(folder, 'peer'));
  });

  it('that are missing are named, with where the installation guide is', async () => {
    await program('peer', 'exit 0');
    const error = await failure(findBinaries({ FABRIC_BIN: folder }));
    expect(error.code).to.equal('FABRIC_MISSING');
    expect(error.message).to.include(INSTALLATION_GUIDE).and.include('orderer').and.not.include(' peer');
  });

  it('that are too old are refused', async () => {
    for (const name of FABRIC_PROGRAMS) await program(name, 'echo "peer:"; echo " Version: v2.5.9"');
    const error = await failure(checkVersion(await findBinaries({ FABRIC_BIN: folder })));
    expect(error.code).to.equal('FABRIC_TOO_OLD');
    expect(error.message).to.include('2.5.9');
  });

  it('are recent from 3.1 on', () => {
    expect(['2.5.12', '3.0.0', '3.1.0', '3.10.1', '4.0.0'].map(isRecent)).to.deep.equal([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  async function program(name: string, body: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  }
});

async function failure(promise: Promise<unknown>): Promise<NetworkError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NetworkError)) throw new Error('it should have failed with a code');
  return error;
}
