import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { peer } from '@hyperledger/fabric-protos';
import { addressesAt, collectionOf, DEFINITION } from '../testing/test-channel.js';
import { SharedChannel } from '../testing/shared-channel.js';

const Code = peer.TxValidationCode;
const VN = 'documents-VNMSP';
const MORTAL = 'mortal-VNMSP';

describe('private data that is forgotten', function () {
  this.timeout(120_000);
  let shared: SharedChannel;

  beforeEach(async () => {
    shared = await SharedChannel.start();
  });
  afterEach(() => shared.stop());

  const put = (key: string, value: string, collection = VN): Promise<number> =>
    shared.submit(['putPrivate', collection, key], ['VNMSP'], { value });
  const filesWith = (text: string): string[] =>
    readdirSync(shared.network.folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
      try {
        return readFileSync(join(shared.network.folder, name)).includes(text);
      } catch {
        // A folder, or a file that went while others were read.
        return false;
      }
    });
  /** Files are cleaned when nobody reads an earlier state any more. */
  const vanishes = async (text: string): Promise<void> => {
    const until = Date.now() + 60_000;
    while (filesWith(text).length > 0 && Date.now() < until) await sleep(50);
    expect(filesWith(text)).to.deep.equal([]);
  };
  const inBlock = async (number: bigint): Promise<string> =>
    [...(await shared.channel.privateData('VNMSP', number)).values()]
      .map((set) => Buffer.from(set.serializeBinary()).toString('latin1'))
      .join();

  describe('by a purge', () => {
    it('is gone with all its earlier values, from reads, blocks and files; its neighbours stay', async () => {
      const first = shared.channel.height;
      expect(await put('k', 'the first secret')).to.equal(Code.VALID);
      expect(await put('k', 'the second secret')).to.equal(Code.VALID);
      expect(await put('other', 'the neighbour')).to.equal(Code.VALID);
      expect(await inBlock(first)).to.include('the first secret');
      expect(await shared.submit(['purgePrivate', VN, 'k'], ['VNMSP'])).to.equal(Code.VALID);
      expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('');
      expect(await shared.evaluate(['getPrivateHash', VN, 'k'])).to.equal('');
      expect(await shared.evaluate(['getPrivate', VN, 'other'])).to.equal('the neighbour');
      expect(await inBlock(first)).not.to.include('the first secret');
      expect(await inBlock(first + 1n)).not.to.include('the second secret');
      expect(await inBlock(first + 2n)).to.include('the neighbour');
      await vanishes('the first secret');
      await shared.reopen();
      expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('');
      expect(await put('k', 'a new life')).to.equal(Code.VALID);
      expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('a new life');
    });

    it('needs the endorsement that a write needs', async () => {
      await put('k', 'kept');
      expect(await shared.submit(['purgePrivate', VN, 'k'], ['SGMSP'])).to.equal(
        Code.ENDORSEMENT_POLICY_FAILURE,
      );
      expect(await shared.evaluate(['getPrivate', VN, 'k'])).to.equal('kept');
    });
  });

  describe('by its collection, after so many blocks', () => {
    const deploy = async (): Promise<void> => {
      const mortal = { ...collectionOf('VNMSP'), name: MORTAL, blockToLive: 2 };
      await shared.channel.deploy(
        { ...DEFINITION, version: '2', collections: [...DEFINITION.collections, mortal] },
        addressesAt(shared.service.port),
      );
    };

    beforeEach(deploy);
    const pass = async (blocks: number): Promise<void> => {
      for (let i = 0; i < blocks; i++) await shared.submit(['put', 'time', `passes ${i}`]);
    };

    it('lives for them, and goes with the next: value, hash, copy by block, files', async () => {
      const born = shared.channel.height;
      await put('k', 'a mortal secret', MORTAL);
      await pass(2);
      expect(await shared.evaluate(['getPrivate', MORTAL, 'k'])).to.equal('a mortal secret');
      await pass(1);
      expect(await shared.evaluate(['getPrivate', MORTAL, 'k'])).to.equal('');
      expect(await shared.evaluate(['getPrivateHash', MORTAL, 'k'])).to.equal('');
      expect(await inBlock(born)).to.equal('');
      await vanishes('a mortal secret');
    });

    it('lives longer when it is written again, after a restart too', async () => {
      await put('k', 'first', MORTAL);
      await pass(1);
      await put('k', 'again', MORTAL);
      await shared.channel.close();
      shared.channel = await shared.network.open();
      await deploy();
      await pass(2);
      expect(await shared.evaluate(['getPrivate', MORTAL, 'k'])).to.equal('again');
      await pass(1);
      expect(await shared.evaluate(['getPrivate', MORTAL, 'k'])).to.equal('');
    });

    it('may be written anew', async () => {
      await put('k', 'first life', MORTAL);
      await pass(3);
      expect(await put('k', 'second life', MORTAL)).to.equal(Code.VALID);
      expect(await shared.evaluate(['getPrivate', MORTAL, 'k'])).to.equal('second life');
    });
  });
});
