import { expect } from 'chai';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockFile } from './block-file.js';

describe('block file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'block-file-'));
    path = join(folder, 'blocks');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function write(...blocks: string[]): Promise<void> {
    const file = await BlockFile.open(path, 0);
    await file.append(blocks.map((each) => Buffer.from(each)));
    await file.close();
  }

  async function contents(trusted = 0): Promise<(string | undefined)[]> {
    const file = await BlockFile.open(path, trusted);
    const texts = Array.from({ length: file.height + 1 }, (_, i) => file.read(i)?.toString());
    await file.close();
    return texts;
  }

  it('gives back what was appended, after reopening too', async () => {
    await write('zero', 'one');
    await write('two');
    expect(await contents()).to.deep.equal(['zero', 'one', 'two', undefined]);
  });

  it('cuts off a last block of which bytes are missing', async () => {
    await write('zero', 'one');
    truncateSync(path, statSync(path).size - 1);
    expect(await contents()).to.deep.equal(['zero', undefined]);
    await write('other');
    expect(await contents()).to.deep.equal(['zero', 'other', undefined]);
  });

  it('cuts off a last block whose bytes are wrong', async () => {
    await write('zero', 'one');
    const bytes = readFileSync(path);
    bytes.writeUInt8(0, bytes.length - 1);
    writeFileSync(path, bytes);
    expect(await contents()).to.deep.equal(['zero', undefined]);
  });

  it('cuts off zeros that a crash left behind', async () => {
    await write('zero');
    appendFileSync(path, Buffer.alloc(100));
    expect(await contents()).to.deep.equal(['zero', undefined]);
  });

  it('refuses a file that has lost blocks the state already holds', async () => {
    await write('zero', 'one');
    truncateSync(path, 6);
    const refusal = await BlockFile.open(path, 2).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.an('error').with.property('message').that.contains('block file is damaged');
  });
});
