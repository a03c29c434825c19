import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureOrganisations } from '../../identity/ensure-organisations.js';
import { readTopology } from '../../topology/read-topology.js';
import type { Topology } from '../../topology/topology.js';
import type { ConfigGroup } from '../channel/configuration.js';
import type { FabricContext } from '../fabric-context.js';
import { fabricLayout } from '../layout.js';
import { differences } from './agreed-genesis.js';
import { written } from './channel-changes.js';
import {
  hasPublicPart,
  parsePublicPart,
  publicPart,
  publicPartText,
  writePublicPart,
} from './public-part.js';

const group = (of: Partial<ConfigGroup> = {}): ConfigGroup => ({
  groups: {},
  values: {},
  policies: {},
  mod_policy: 'Admins',
  ...of,
});
const value = (content: string, version = '0'): ConfigGroup['values'][string] => ({
  mod_policy: 'Admins',
  value: content,
  version,
});

describe("a member's public part", function () {
  this.timeout(30_000);
  const folders: string[] = [];
  let topology: Topology;
  const contextIn = async (): Promise<FabricContext> => {
    const data = await mkdtemp(join(tmpdir(), 'public-part-'));
    folders.push(data);
    // Nothing here runs a program.
    const binaries = {} as FabricContext['binaries'];
    const layout = fabricLayout(data);
    return { binaries, layout, topology, consenters: [], former: [], report: () => undefined };
  };
  const first = (): Topology['members'][number] => {
    const [member] = topology.members;
    if (member === undefined) throw new RangeError('a topology has members');
    return member;
  };

  before(async () => {
    topology = await readTopology();
  });
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  it('goes from one machine to another, without a key, and only once under a name', async () => {
    const [own, other, third] = [await contextIn(), await contextIn(), await contextIn()];
    const only = { ...topology, members: [first()] };
    await ensureOrganisations(own.layout.organizations, only);
    await ensureOrganisations(third.layout.organizations, only);
    const text = publicPartText(await publicPart(own, first()));
    expect(text).not.to.contain('PRIVATE');
    expect(await hasPublicPart(other, first())).to.equal(false);
    await writePublicPart(other.layout.organizations, parsePublicPart(text));
    await writePublicPart(other.layout.organizations, parsePublicPart(text));
    expect(publicPartText(await publicPart(other, first()))).to.equal(text);
    const forged = await publicPart(third, first());
    const refusal = await writePublicPart(other.layout.organizations, forged).catch(
      (error: unknown) => error,
    );
    expect(refusal).to.have.property('code', 'PART_DIFFERS');
    expect(publicPartText(await publicPart(other, first()))).to.equal(text);
  });

  for (const [what, text] of [
    ['no JSON', 'x'],
    ['no member', '{"certificates":{}}'],
    ['no certificate', '{"member":{},"certificates":{"authority":"../../x"}}'],
  ] as const) {
    it(`is refused when it has ${what}`, () => {
      expect(() => parsePublicPart(text))
        .to.throw()
        .with.property('code', 'PART_DIFFERS');
    });
  }
});

describe('what two blocks 0 say', () => {
  const one = group({
    groups: { A: group({ values: { Anchor: value('1') } }) },
    values: { Batch: value('2') },
  });

  for (const [what, other, found] of [
    ['the same', structuredClone(one), []],
    ['another value', group({ ...one, values: { Batch: value('3') } }), ['channel/Batch']],
    ['no such value', group({ ...one, values: {} }), ['channel/Batch']],
    ['another value inside', group({ ...one, groups: { A: group() } }), ['channel/A/Anchor']],
    ['a group more', group({ ...one, groups: { ...one.groups, B: group() } }), ['channel/B']],
  ] as const) {
    it(`is compared by every path: ${what}`, () => {
      expect(differences(one, other)).to.deep.equal(found);
    });
  }
});

describe('what an update of the channel writes', () => {
  const read = group({ groups: { A: group() }, values: { Batch: value('', '4') } });

  for (const [what, write, found] of [
    ['a new group', group({ ...read, groups: { A: group(), B: group() } }), ['channel/B']],
    ['a value of a later version', group({ ...read, values: { Batch: value('', '5') } }), ['channel/Batch']],
    ['nothing', read, []],
    [
      'a value inside',
      group({ ...read, groups: { A: group({ values: { MSP: value('x', '1') } }) } }),
      ['channel/A/MSP'],
    ],
  ] as const) {
    it(`is told by its path: ${what}`, () => {
      expect(written(read, write, 'channel')).to.deep.equal(found);
    });
  }
});
