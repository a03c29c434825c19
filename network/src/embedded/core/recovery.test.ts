import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peer } from '@hyperledger/fabric-protos';
import { addressesAt, DEFINITION, TestNetwork } from './testing/test-channel.js';
import { endorsedEnvelope, evaluate, submit } from './testing/test-client.js';
import { refusal, SharedChannel } from './testing/shared-channel.js';
import { TestService } from './testing/test-service.js';

const Code = peer.TxValidationCode;

interface Acknowledged {
  readonly key: string;
  readonly isPrivate: boolean;
  readonly transactionId: string;
  readonly code: number;
}

const CHILD = fileURLToPath(new URL('./testing/crash-child.js', import.meta.url));

/** Runs the ledger in a process, kills it in the midst of its work, and tells what it had acknowledged. */
async function runAndKill(network: TestNetwork, port: number, atLeast: number): Promise<Acknowledged[]> {
  const child = spawn(
    process.execPath,
    [CHILD, network.folder, String(port), JSON.stringify(network.keys())],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > atLeast) {
      child.kill('SIGKILL');
    }
  });
  await ended;
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged);
}

/** A busy machine may take its time to reconnect; a call tries for three seconds. */
async function untilAnswered(call: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 5) {
        throw error;
      }
    }
  }
}

describe('recovery', function () {
  this.timeout(60_000);

  it('loses nothing that was acknowledged when the process is killed', async () => {
    const service = await TestService.start();
    const network = new TestNetwork();
    try {
      const acknowledged: Acknowledged[] = [];
      for (const atLeast of [9, 26, 41]) {
        acknowledged.push(...(await runAndKill(network, service.port, atLeast)));
      }
      expect(acknowledged.length).to.be.at.least(9 + 26 + 41);
      const channel = await network.open();
      await channel.deploy(DEFINITION, addressesAt(service.port));
      try {
        for (const { key, isPrivate, transactionId, code } of acknowledged) {
          expect(code).to.equal(Code.VALID);
          expect(channel.committed(transactionId)?.code).to.equal(Code.VALID);
          const args = isPrivate ? ['getPrivate', 'documents-VNMSP', key] : ['get', key];
          const call = { arguments: args, client: network.client() };
          expect(await evaluate(channel, call, 'VNMSP'), key).to.equal(key);
        }
        const next = { arguments: ['put', 'afterwards', 'x'], client: network.client() };
        expect((await submit(channel, next, ['VNMSP', 'THMSP'])).code).to.equal(Code.VALID);
      } finally {
        await channel.close();
      }
    } finally {
      await service.stop();
      network.remove();
    }
  });

  it('makes the state again from the blocks', async () => {
    const shared = await SharedChannel.start();
    try {
      await shared.submit(['put', 'a', '1']);
      await shared.submit(['setPolicy', 'a', 'THMSP']);
      await shared.submit(['put', 'b', '2']);
      await shared.submit(['del', 'b']);
      const height = shared.channel.height;
      await shared.channel.close();
      rmSync(join(shared.network.folder, 'state'), { recursive: true });
      shared.channel = await shared.network.open();
      expect(shared.channel.height).to.equal(height);
      expect(shared.channel.contract('test')?.sequence).to.equal(1);
      await shared.channel.deploy(DEFINITION, addressesAt(shared.service.port));
      expect(shared.channel.height).to.equal(height);
      expect(await shared.evaluate(['get', 'a'])).to.equal('1');
      expect(await shared.evaluate(['get', 'b'])).to.equal('');
      expect(await shared.submit(['put', 'a', '3'])).to.equal(Code.ENDORSEMENT_POLICY_FAILURE);
    } finally {
      await shared.stop();
    }
  });

  it('brings an older state up to the blocks, with private data that were stored already', async () => {
    const shared = await SharedChannel.start();
    const state = join(shared.network.folder, 'state');
    const put = (key: string, value: string): Promise<number> =>
      shared.submit(['putPrivate', 'documents-VNMSP', key], ['VNMSP'], { value });
    try {
      await put('kept', 'first');
      await shared.channel.close();
      cpSync(state, `${state}-older`, { recursive: true });
      shared.channel = await shared.network.open();
      await shared.channel.deploy(DEFINITION, addressesAt(shared.service.port));
      await put('kept', 'second');
      await put('new', 'third');
      await shared.submit(['put', 'public', 'fourth']);
      await shared.channel.close();
      rmSync(state, { recursive: true });
      renameSync(`${state}-older`, state);
      shared.channel = await shared.network.open();
      await shared.channel.deploy(DEFINITION, addressesAt(shared.service.port));
      expect(await shared.evaluate(['getPrivate', 'documents-VNMSP', 'kept'])).to.equal('second');
      expect(await shared.evaluate(['getPrivate', 'documents-VNMSP', 'new'])).to.equal('third');
      expect(await shared.evaluate(['get', 'public'])).to.equal('fourth');
    } finally {
      await shared.stop();
    }
  });

  it('connects again when the contract service has gone and come back', async () => {
    const shared = await SharedChannel.start();
    let second: TestService | undefined;
    try {
      const crash = refusal(shared.evaluate(['crash']));
      expect(await crash).to.match(/chaincode stream terminated$/);
      expect(await refusal(shared.evaluate(['get', 'k']))).to.contain('could not launch chaincode test');
      second = await TestService.start(shared.service.port);
      expect(await untilAnswered(() => shared.evaluate(['get', 'k']))).to.equal('');
    } finally {
      await second?.stop();
      await shared.stop();
    }
  });

  it('commits what is queued when it closes, and takes no more', async () => {
    const shared = await SharedChannel.start({
      batch: {
        timeoutMilliseconds: 60_000,
        maxMessages: 100,
        preferredMaxBytes: 1e6,
        absoluteMaxBytes: 1e7,
      },
    });
    try {
      const call = { arguments: ['put', 'k', 'x'], client: shared.network.client() };
      const { transactionId, envelope } = await endorsedEnvelope(shared.channel, call, ['VNMSP', 'SGMSP']);
      await shared.channel.order(envelope);
      const verdict = shared.channel.commitStatus(transactionId, new AbortController().signal);
      await shared.channel.close();
      expect((await verdict).code).to.equal(Code.VALID);
      expect(await refusal(shared.channel.order(new Uint8Array(0)))).to.contain(
        'the ledger takes no more transactions',
      );
    } finally {
      await shared.stop();
    }
  });
});
