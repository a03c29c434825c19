import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerKey } from '@origin-ledger/cli';
import { TEST_AUTHORITIES } from '@origin-ledger/model/testing';
import { newSigningKey, prepareIssue, registrationOf, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { changedProposal } from '../conformance/tampering.js';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import type { World } from '../support/world.js';
import type { Scene } from './scene.js';

const SECOND = 1000;
const HELD_SECONDS = 3600 + 60;

/** An envelope that was endorsed an hour ago, and is ordered only now. */
export function heldBack(scene: () => Scene): void {
  it('property: nobody speaks for another: an act whose endorsed envelope was held back for an hour is marked by every read model', async () => {
    const { world, vietnam, singapore, thailand, filled } = scene();
    const then = Date.now() - HELD_SECONDS * SECOND;
    const key = await newSigningKey({ holder: 'VN:officer-8' });
    const administrator = await world.administrator('VN');
    await registerKey(administrator, await registrationOf(key, administrator.audience), {
      roles: ['signatory'],
      authorities: TEST_AUTHORITIES,
      notBefore: new Date(then - 60 * SECOND),
    });
    const { audience } = await vietnam.network();
    const documents = [sampleDocument('vn-sg-coffee')];
    const prepared = await prepareIssue(key, {
      ...filled,
      audience,
      utcOffsetMinutes: 420,
      documents,
      now: then,
    });
    const client = await scene().client('VN');
    const envelope = await whenItWas(world, -HELD_SECONDS, async () => {
      const proposal = client.proposal([], {
        arguments: ['certificate:issue', prepared.request],
        endorsers: ['VN', 'SG'],
      });
      const dated = await changedProposal(client, proposal, ({ channelHeader }) => {
        channelHeader.getTimestamp()?.setSeconds(Math.floor(then / SECOND));
      });
      return eventually(() => dated.endorse(), 60);
    });
    const prompt = (await vietnam.issue(documents, filled)).prepared.references[0] ?? '';
    expect(await client.order(envelope)).to.include({ stage: 'committed', code: 'VALID' });
    const held = prepared.references[0] ?? '';
    for (const reader of [vietnam, singapore, thailand]) {
      expect(await eventually(() => marksOn(reader, held), 60)).to.deep.equal(['LATE_ORDERED']);
      expect(await eventually(() => marksOn(reader, prompt), 60)).to.deep.equal([]);
    }
  });
}

async function marksOn(reader: OriginClient, reference: string): Promise<readonly string[]> {
  const marks: string[] = [];
  for await (const act of reader.history(reference)) marks.push(...act.marks);
  return marks;
}

/** Runs something while endorsers take proposals of another time for proposals of now. */
async function whenItWas<T>(world: World, seconds: number, run: () => Promise<T>): Promise<T> {
  if (world.ledgerKind === 'fabric') {
    // A process's clock is the machine's: two peers look away instead, and go on doing so.
    for (const code of ['VN', 'SG']) await widenWindow(world, code);
    return run();
  }
  const { ledger } = world.embedded;
  const set = async (ahead: number): Promise<void> => {
    ledger.tell(`clock ${ahead}`);
    await eventually(() => {
      expect(ledger.output.split('\n').findLast((line) => line.startsWith('clock'))).to.equal(
        `clock ${ahead}`,
      );
      return Promise.resolve();
    });
  };
  await set(seconds);
  try {
    return await run();
  } finally {
    await set(0);
  }
}

async function widenWindow(world: World, code: string): Promise<void> {
  const { fabric } = world;
  const { configuration } = fabric.context.layout.peer(world.member(code));
  const file = join(configuration, 'core.yaml');
  const before = await readFile(file, 'utf8');
  const after = before.replace(/(timewindow: *)"?15m"?/u, '$1"2h"');
  expect(after, 'a time window').not.to.equal(before);
  await writeFile(file, after);
  await fabric.stop(`peer-${code}`);
  await fabric.start(`peer-${code}`);
}
