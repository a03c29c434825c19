import { expect } from 'chai';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import type { ChannelOptions } from '../seam.js';
import { NetworkError } from '../../network-error.js';
import { addressesAt, DEFINITION } from './testing/test-channel.js';
import { refusal, SharedChannel } from './testing/shared-channel.js';

const Code = peer.TxValidationCode;

describe('files that are damaged, or another ledger’s', function () {
  this.timeout(60_000);
  let shared: SharedChannel;
  let folder: string;
  let logged: string[];

  before(async () => {
    shared = await SharedChannel.start();
    folder = shared.network.folder;
    await shared.submit(['put', 'a', '1']);
    await shared.submit(['putPrivate', 'documents-VNMSP', 'p'], ['VNMSP'], { value: 'secret' });
  });
  beforeEach(async () => {
    logged = [];
    await shared.channel.close();
  });
  afterEach(async () => {
    await reopen();
  });
  after(() => shared.stop());

  const log: ChannelOptions['log'] = (level, message) => {
    if (level !== 'info') logged.push(message);
  };

  async function reopen(overrides: Partial<ChannelOptions> = {}): Promise<void> {
    await shared.channel.close();
    shared.channel = await shared.network.open({ log, ...overrides });
    await shared.channel.deploy(DEFINITION, addressesAt(shared.service.port));
  }

  async function refused(overrides: Partial<ChannelOptions> = {}): Promise<NetworkError> {
    const error = await shared.network.open(overrides).then(
      async (channel) => {
        await channel.close();
        return undefined;
      },
      (cause: unknown) => cause,
    );
    if (!(error instanceof NetworkError)) throw new Error('not refused by name', { cause: error });
    return error;
  }

  const files = (below: string, pattern: RegExp): string[] =>
    readdirSync(join(folder, below))
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, below, name));

  const damages: Readonly<Record<string, (below: string) => void>> = {
    'an empty CURRENT': (below) => {
      writeFileSync(join(folder, below, 'CURRENT'), '');
    },
    'no CURRENT': (below) => {
      rmSync(join(folder, below, 'CURRENT'));
    },
    'no MANIFEST': (below) => {
      for (const path of files(below, /^MANIFEST/u)) rmSync(path);
    },
    'no .ldb': (below) => {
      const found = files(below, /\.ldb$/u);
      expect(found, 'written at the openings before').not.to.be.empty;
      for (const path of found) rmSync(path);
    },
    'an empty MANIFEST': (below) => {
      for (const path of files(below, /^MANIFEST/u)) writeFileSync(path, '');
    },
  };

  for (const [name, damage] of Object.entries(damages)) {
    it(`makes a state with ${name} again from the blocks, says so, and keeps the damaged one`, async () => {
      const height = shared.channel.height;
      const before = files('.', /^state\.damaged-/u).length;
      damage('state');
      await reopen();
      expect(logged).to.deep.equal(['the state is damaged; it is made again from the blocks']);
      expect(files('.', /^state\.damaged-/u)).to.have.length(before + 1);
      expect(shared.channel.height).to.equal(height);
      expect(await shared.evaluate(['get', 'a'])).to.equal('1');
      expect(await shared.evaluate(['getPrivate', 'documents-VNMSP', 'p'])).to.equal('secret');
      expect(await shared.submit(['put', 'b', name])).to.equal(Code.VALID);
    });

    it(`refuses private data with ${name}, naming the folder, and leaves it as it is`, async () => {
      const below = 'members/VNMSP/private';
      const saved = files(below, /./u).map((path) => [path, readFileSync(path)] as const);
      damage(below);
      const { code, message } = await refused();
      for (const [path, bytes] of saved) writeFileSync(path, bytes);
      expect(code).to.equal('LEDGER_DAMAGED');
      expect(message).to.contain(join(folder, below)).and.to.contain('put it aside');
    });
  }

  it('refuses blocks whose bytes have changed though the state holds them, when it reads them', async () => {
    const path = join(folder, 'blocks');
    const blocks = readFileSync(path);
    const place = blocks.indexOf('putPrivate');
    const changed = Buffer.from(blocks);
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
    writeFileSync(path, changed);
    await reopen();
    const read = async (): Promise<string> => {
      for (let number = 0n; number < shared.channel.height; number++) shared.channel.block(number);
      return Promise.resolve('read');
    };
    expect(await refusal(read())).to.match(/blocks is damaged at byte \d+, at block \d/u);
    await shared.channel.close();
    rmSync(join(folder, 'state'), { recursive: true });
    expect((await refused()).code).to.equal('LEDGER_DAMAGED');
    writeFileSync(path, blocks);
  });

  for (const below of ['.', 'state', 'members/SGMSP']) {
    const changeMark = (change: (mark: Record<string, unknown>) => void): (() => void) => {
      const path = join(folder, below, 'ledger.json');
      const text = readFileSync(path, 'utf8');
      const mark = JSON.parse(text) as Record<string, unknown>;
      change(mark);
      writeFileSync(path, JSON.stringify(mark));
      return () => {
        writeFileSync(path, text);
      };
    };

    it(`refuses ${below} of a later version, of another network, and without its mark`, async () => {
      const put = changeMark((mark) => (mark['format'] = 99));
      const newer = await refused();
      put();
      expect(newer.code).to.equal('DATA_NEWER');
      expect(newer.message).to.contain('format 99').and.to.contain(join(folder, below));
      changeMark((mark) => (mark['genesis'] = 'ab'.repeat(32)));
      const other = await refused();
      put();
      expect(other.code).to.equal('DATA_OF_ANOTHER_NETWORK');
      expect(other.message).to.contain('abababababab').and.to.contain(join(folder, below));
      rmSync(join(folder, below, 'ledger.json'));
      const unmarked = await refused();
      put();
      expect(unmarked.code).to.equal('DATA_FORMAT');
      expect(unmarked.message).to.contain(join(folder, below, 'ledger.json'));
    });
  }

  it("refuses one member's folder in the place of another's", async () => {
    const mark = (member: string): string => join(folder, 'members', member, 'ledger.json');
    const text = readFileSync(mark('SGMSP'));
    writeFileSync(mark('SGMSP'), readFileSync(mark('VNMSP')));
    const { code, message } = await refused();
    writeFileSync(mark('SGMSP'), text);
    expect(code).to.equal('DATA_OF_ANOTHER_NETWORK');
    expect(message).to.contain('VNMSP').and.to.contain('SGMSP');
  });

  it('closes its folders and the block file to others, whatever they were before', async () => {
    const folders = [
      '.',
      'state',
      'members',
      'members/VNMSP',
      'members/VNMSP/private',
      'members/VNMSP/transient',
    ];
    for (const below of folders) chmodSync(join(folder, below), 0o755);
    chmodSync(join(folder, 'blocks'), 0o644);
    await reopen();
    for (const below of folders) expect(statSync(join(folder, below)).mode & 0o777, below).to.equal(0o700);
    expect(statSync(join(folder, 'blocks')).mode & 0o777).to.equal(0o600);
  });
});
