import { expect } from 'chai';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkError } from '../../../network-error.js';
import { BlockFile } from './block-file.js';
import { HEADER } from './block-record.js';

const TEXTS = ['zero, which is long', 'one', 'two, the last'];
const START = HEADER + (TEXTS[0]?.length ?? 0);
const LAST = START + HEADER + (TEXTS[1]?.length ?? 0);

/** What a changed file is opened beside: what says that blocks were acknowledged, or nothing of it. */
type Witness = 'state and height' | 'height' | 'none';

describe('block file', () => {
  let folder: string;
  let path: string;
  let logged: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'block-file-'));
    path = join(folder, 'blocks');
    logged = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const opened = (known = 0, largestBlock = 1000): Promise<BlockFile> =>
    BlockFile.open(path, { known, largestBlock, log: (level) => logged.push(level) });

  async function write(...blocks: string[]): Promise<void> {
    const file = await opened();
    for (const block of blocks) await file.append(Buffer.from(block));
    await file.close();
  }

  async function contents(known = 0): Promise<string[]> {
    const file = await opened(known);
    try {
      return Array.from({ length: file.height }, (_, number) => file.read(number)?.toString() ?? '');
    } finally {
      await file.close();
    }
  }

  const kept = (): string[] => readdirSync(folder).filter((name) => name.startsWith('blocks.cut-'));
  const change = (changed: (bytes: Buffer) => Buffer): void => {
    writeFileSync(path, changed(readFileSync(path)));
  };
  const flip = (at: number) => (bytes: Buffer) => {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  const forget = (): void => {
    rmSync(`${path}.height`);
  };

  async function refused(known = 0): Promise<NetworkError> {
    const before = readFileSync(path);
    const error = await contents(known).then(
      (found) => expect.fail(`opened with ${found.length} blocks`),
      (cause: unknown) => cause,
    );
    if (!(error instanceof NetworkError)) throw error;
    expect(error.code).to.equal('LEDGER_DAMAGED');
    expect(error.message).to.contain(path).and.to.contain('from a backup');
    expect(readFileSync(path).equals(before), 'left as it is').to.equal(true);
    expect(kept()).to.be.empty;
    return error;
  }

  it('gives back what was appended, after reopening too', async () => {
    await write('zero', 'one');
    await write('two');
    expect(await contents()).to.deep.equal(['zero', 'one', 'two']);
    expect(kept()).to.be.empty;
  });

  it('cuts off an append that was broken off, says so, keeps it, and goes on behind it', async () => {
    await write('zero');
    appendFileSync(path, readFileSync(path).subarray(0, 3));
    expect(await contents()).to.deep.equal(['zero']);
    expect(logged).to.deep.equal(['warn']);
    expect(kept().map((name) => readFileSync(join(folder, name)).length)).to.deep.equal([3]);
    await write('other');
    expect(await contents()).to.deep.equal(['zero', 'other']);
  });

  it('cuts off zeros and other leavings of a crash, once it is known what was acknowledged', async () => {
    await write('zero');
    for (const leavings of [Buffer.alloc(100), Buffer.from('x'.repeat(600))]) {
      appendFileSync(path, leavings);
      expect(await contents()).to.deep.equal(['zero']);
    }
    expect(kept()).to.have.length(2);
  });

  it('cuts off a block of which a sector was never written, though nothing says what was acknowledged', async () => {
    const block = 'x'.repeat(900);
    await write('zero', block);
    forget();
    change((bytes) => bytes.fill(0, 512));
    expect(await contents()).to.deep.equal(['zero']);
    expect(kept()).to.have.length(1);
  });

  it('refuses more leavings than one block can have', async () => {
    await write('zero');
    appendFileSync(path, Buffer.alloc(1000 + HEADER + 1));
    expect((await refused()).message).to.contain('more follows than one block');
  });

  it('refuses a file that has lost blocks the state already holds', async () => {
    await write('zero', 'one');
    forget();
    truncateSync(path, HEADER + 'zero'.length);
    expect((await refused(2)).message).to.contain('1 blocks are missing');
  });

  it('refuses to give a block that has changed since it was opened, naming it', async () => {
    await write(...TEXTS);
    const file = await opened(3);
    try {
      change(flip(START + HEADER));
      expect(file.read(0)?.toString()).to.equal(TEXTS[0]);
      expect(() => file.read(1)).to.throw(NetworkError, 'block 1: its bytes are not those that were written');
      expect(logged).to.deep.equal(['error']);
    } finally {
      await file.close();
    }
  });

  it('is readable for its owner alone, whatever it was before', async () => {
    await write('zero');
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    appendFileSync(path, 'torn');
    await contents();
    for (const name of [path, ...kept().map((each) => join(folder, each))]) {
      expect(statSync(name).mode & 0o777, name).to.equal(0o600);
    }
  });

  /** Opens what a change has left: the same blocks, or a refusal; fewer only where `lost` names how many may go. */
  async function neverFewer(what: string, witness: Witness, lost = 0): Promise<void> {
    if (witness === 'none') forget();
    const known = witness === 'state and height' ? TEXTS.length : 0;
    // What is known is read with its checksum: a refusal then counts as one.
    const outcome = await contents(known).catch((error: unknown) => error);
    if (outcome instanceof NetworkError) expect(outcome.code, what).to.equal('LEDGER_DAMAGED');
    else expect(outcome, what).to.deep.equal(TEXTS.slice(0, TEXTS.length - lost));
  }

  const rounds = async (
    positions: (size: number) => number,
    each: (at: number, witness: Witness) => Promise<void>,
  ): Promise<void> => {
    await write(...TEXTS);
    const whole = readFileSync(path);
    const height = readFileSync(`${path}.height`);
    for (const witness of ['state and height', 'height', 'none'] as const) {
      for (let at = 0; at < positions(whole.length); at++) {
        writeFileSync(path, whole);
        writeFileSync(`${path}.height`, height);
        await each(at, witness);
      }
    }
  };

  it('never opens with fewer blocks after a bit has flipped, wherever it is', () =>
    rounds(
      (size) => size * 8,
      async (at, witness) => {
        const place = Math.floor(at / 8);
        change((bytes) => {
          bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << (at % 8)), place);
          return bytes;
        });
        await neverFewer(`bit ${at}, ${witness}`, witness);
      },
    )).timeout(60_000);

  it('opens with fewer blocks after a cut only where nothing is left that says how many there were', () =>
    rounds(
      (size) => size,
      async (at, witness) => {
        truncateSync(path, at);
        // Without what says how many there were, the file is the same as one whose last append was broken off there.
        const lost = at < START ? 3 : at < LAST ? 2 : 1;
        await neverFewer(`cut at ${at}, ${witness}`, witness, witness === 'none' ? lost : 0);
      },
    )).timeout(60_000);

  it('never opens with fewer blocks after bytes were put in, wherever it is', async () => {
    for (const inserted of [Buffer.of(0), Buffer.alloc(64), Buffer.alloc(40, 'x')]) {
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), 'block-file-'));
      path = join(folder, 'blocks');
      await rounds(
        (size) => size + 1,
        async (at, witness) => {
          change((bytes) => Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]));
          await neverFewer(`${inserted.length} bytes at ${at}, ${witness}`, witness);
        },
      );
    }
  }).timeout(60_000);

  it('never opens with fewer blocks after a whole one was left out, doubled or moved', async () => {
    const pieces = (bytes: Buffer): Buffer[] => [
      bytes.subarray(0, START),
      bytes.subarray(START, LAST),
      bytes.subarray(LAST),
    ];
    const orders = [
      [0, 2],
      [1, 2],
      [0, 0, 1, 2],
      [0, 1, 1, 2],
      [0, 1, 2, 2],
      [0, 1, 2, 0],
      [1, 0, 2],
      [0, 2, 1],
      [],
    ];
    await rounds(
      () => orders.length,
      async (at, witness) => {
        change((bytes) => Buffer.concat((orders[at] ?? []).map((index) => pieces(bytes)[index] ?? bytes)));
        const emptied = orders[at]?.length === 0 && witness === 'none';
        await neverFewer(`${orders[at]?.join()}, ${witness}`, witness, emptied ? 3 : 0);
      },
    );
  });
});
