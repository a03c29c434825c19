import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { REFUSED_SERVICES } from './services/member-server.js';
import { REFUSED_OF_CSCC } from './services/system/configuration.js';
import { REFUSED_OF_LIFECYCLE } from './services/system/lifecycle.js';
import { systemContracts } from './services/system/system-contracts.js';
import { REFUSED_CONTRACTS } from './services/unsupported.js';

const ROOM = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('../docs/embedded-ledger.md', ROOM), 'utf8');

/** The names in the first column of the table of what is refused. */
function tableNames(): string[] {
  const [, after = ''] = PAGE.split('| Refused, by name');
  const [table = ''] = after.split('\n\n');
  const rows = table.split('\n').slice(2);
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name),
  );
}

/** `protos.Snapshot` of `/protos.Snapshot/Generate`. */
const serviceNames = REFUSED_SERVICES.map((service) => {
  const [method] = Object.values(service);
  return method?.path.split('/')[1] ?? '';
});

/** What the source refuses by a name that is written there. */
function writtenNames(): string[] {
  const source = new URL('src/', ROOM);
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => {
      const text = readFileSync(new URL(name, source), 'utf8');
      return [
        ...text.matchAll(/(?<!#)unsupported\('([^']+)'\)|'not supported by the embedded ledger: ([^']+)'/gu),
      ];
    })
    .map(([, called, said]) => called ?? said ?? '');
}

describe('the table of what the embedded ledger refuses', () => {
  it('names what the code refuses, all of it and nothing else', () => {
    const refused = [
      ...serviceNames,
      ...[...REFUSED_OF_LIFECYCLE].map((name) => `_lifecycle.${name}`),
      ...[...REFUSED_OF_CSCC].map((name) => `cscc.${name}`),
      ...REFUSED_CONTRACTS,
      ...[...systemContracts.keys()].map((name) => `submitting to ${name}`),
      ...writtenNames(),
    ];
    expect(tableNames()).to.have.members(refused).and.to.include('discovery.Discovery');
    expect(new Set(tableNames()).size).to.equal(tableNames().length);
  });
});
