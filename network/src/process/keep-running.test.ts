import { expect } from 'chai';
import { keepRunning, type Part } from './keep-running.js';

/** A part that ends when it is told to, and starts as it is told to. */
class Scripted implements Part {
  readonly name = 'gateway of VN';
  starts = 0;
  #end: (how: string) => void = () => undefined;
  #ended = this.#next();
  #started: () => void = () => undefined;

  ended(): Promise<string> {
    return this.#ended;
  }

  start(): Promise<void> {
    const outcome = this.outcomes.shift();
    this.starts += 1;
    this.#ended = this.#next();
    this.#started();
    return outcome === undefined ? Promise.resolve() : Promise.reject(new Error(outcome));
  }

  /** Why the next starts fail. */
  readonly outcomes: string[] = [];

  /** Ends it, and waits until it has been started again. */
  async die(how: string): Promise<void> {
    const started = new Promise<void>((resolve) => (this.#started = resolve));
    this.#end(how);
    await started;
  }

  end(how: string): void {
    this.#end(how);
  }

  #next(): Promise<string> {
    return new Promise((resolve) => (this.#end = resolve));
  }
}

const PATIENCE = { pause: 1, lived: 60_000, deaths: 3 };

describe('a part that is kept running', () => {
  it('is started again when it ends, which is said, until it ends too often', async () => {
    const part = new Scripted();
    const told: string[] = [];
    const { failed } = keepRunning([part], (line) => told.push(line), PATIENCE);
    await part.die('SIGKILL');
    await part.die('exit code 1');
    part.end('STORE_DAMAGED: It is.');
    const { code, message } = await failed;
    expect(code).to.equal('PART_FAILED');
    expect(message).to.equal(
      'The gateway of VN ended 3 times one after the other; the last time: STORE_DAMAGED: It is.',
    );
    expect(told).to.deep.equal([
      'The gateway of VN ended (SIGKILL). It is started again.',
      'The gateway of VN ended (exit code 1). It is started again.',
    ]);
  });

  it('that does not start again counts as one that ended', async () => {
    const part = new Scripted();
    part.outcomes.push('no port', 'still none');
    const { failed } = keepRunning([part], () => undefined, PATIENCE);
    part.end('SIGKILL');
    expect((await failed).message).to.include('the last time: still none');
    expect(part.starts).to.equal(2);
  });

  it('that has lived counts anew, and is not given up', async () => {
    const part = new Scripted();
    const told: string[] = [];
    const keeping = keepRunning([part], (line) => told.push(line), { ...PATIENCE, lived: -1 });
    for (let round = 0; round < 5; round += 1) await part.die('SIGKILL');
    keeping.stop();
    expect(told).to.have.length(5);
  });

  it('is let go once ends are wanted', async () => {
    const part = new Scripted();
    const keeping = keepRunning([part], () => expect.fail('nothing is to be said'), PATIENCE);
    keeping.stop();
    part.end('SIGTERM');
    await new Promise((resolve) => setImmediate(resolve));
    expect(part.starts).to.equal(0);
  });
});
