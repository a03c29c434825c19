import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeDataFolder } from './data-folder.js';
import { NetworkError } from './network-error.js';

describe('the folder of a network', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made with those above it, for its owner alone, and used again', async () => {
    const wanted = join(folder, 'above', 'data');
    await makeDataFolder(wanted);
    await makeDataFolder(wanted);
    for (const path of [join(folder, 'above'), wanted]) expect((await stat(path)).mode & 0o077).to.equal(0);
  });

  it('is none where a file is, below a file, and where the system lets nothing be made', async function () {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const refused = [
      file,
      join(file, 'data'),
      ...(process.platform === 'linux' ? ['/proc/origin/data'] : []),
    ];
    for (const path of refused) {
      const error = await makeDataFolder(path).catch((reason: unknown) => reason);
      expect(error, path).to.be.an.instanceOf(NetworkError).with.property('code', 'DATA_FOLDER');
      expect((error as NetworkError).message)
        .to.include(path)
        .and.include('--data');
    }
  });
});
