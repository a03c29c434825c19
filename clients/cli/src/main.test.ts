import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const main = fileURLToPath(new URL('main.js', import.meta.url));

describe('co as a process', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('exits with its own code when whoever reads its output has gone', () => {
    const refused = join(folder, 'refused.json');
    writeFileSync(refused, '{}');
    for (let run = 0; run < 8; run += 1) {
      // The reader is gone before a line is written.
      const script = `set -o pipefail; { sleep 0.05; exec "${process.execPath}" "${main}" check "${refused}"; } 2>/dev/null | true`;
      expect(spawnSync('bash', ['-c', script]).status).to.equal(1);
    }
  }).timeout(60_000);
});
