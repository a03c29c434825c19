import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { run } from '../../cli/program.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = join(root, 'network/fabric/systemd');
const units = readdirSync(folder);

describe('systemd units', () => {
  it('call commands that there are', async () => {
    const calls = units
      .flatMap((unit) => readFileSync(join(folder, unit), 'utf8').split('\n'))
      .flatMap((line) => /^Exec\w+=\S+ node network\/dist\/cli\/main\.js (\S+)/.exec(line)?.[1] ?? []);
    expect(calls.sort()).to.deep.equal(['down', 'up', 'watch']);
    for (const call of calls) {
      const help: string[] = [];
      await run([call, '--help'], { out: (line) => help.push(line), err: () => undefined });
      expect(help.join('\n')).to.match(new RegExp(`^Usage: network ${call} `));
    }
  });

  it('are sound by systemd’s own judgement', function () {
    const verified = spawnSync('systemd-analyze', ['verify', ...units.map((unit) => join(folder, unit))], {
      encoding: 'utf8',
    });
    if (verified.error !== undefined) {
      process.stdout.write('      skipped: systemd-analyze is not installed\n');
      this.skip();
    }
    // What it says of other units of this machine is not ours.
    const ours = verified.stderr.split('\n').filter((line) => line.includes('origin-'));
    expect(ours).to.deep.equal([]);
  });
});
