import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a command did. */
export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly note: string;
}

const RANGE = '10.77.0';
const FIRST = 11;

/**
 * Machines of their own, as far as the network goes: a namespace for each, with an address of its own, and a switch
 * between them. What listens on one is reached from another by that address alone.
 */
export class SeparateHosts implements Disposable {
  readonly #prefix = `ol${process.pid}`;
  readonly #names: string[] = [];
  readonly #children = new Set<ChildProcess>();

  /** Why there can be none here; undefined when there can. */
  static missing(): string | undefined {
    if (process.getuid?.() !== 0) return 'network namespaces need the superuser';
    const probe = `ol${process.pid}probe`;
    const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
    if (made.error !== undefined) return 'there is no program "ip" (iproute2)';
    if (made.status !== 0) return `no network namespace can be made: ${made.stderr.trim()}`;
    spawnSync('ip', ['netns', 'delete', probe]);
    return undefined;
  }

  constructor(names: readonly string[]) {
    const hub = this.#namespace('hub');
    ip('-n', hub, 'link', 'add', 'switch', 'type', 'bridge');
    ip('-n', hub, 'link', 'set', 'switch', 'up');
    for (const name of names) this.add(name);
  }

  /** One machine more. */
  add(name: string): void {
    const hub = this.#namespaceOf('hub');
    const own = this.#namespace(name);
    const port = `to-${name}`;
    ip('link', 'add', 'eth0', 'netns', own, 'type', 'veth', 'peer', 'name', port, 'netns', hub);
    ip('-n', hub, 'link', 'set', port, 'master', 'switch', 'up');
    ip('-n', own, 'address', 'add', `${this.address(name)}/24`, 'dev', 'eth0');
    ip('-n', own, 'link', 'set', 'eth0', 'up');
    ip('-n', own, 'link', 'set', 'lo', 'up');
  }

  /** The machine's address, the same before and after it is there. */
  address(name: string): string {
    const known = this.#names.indexOf(name);
    const index = known < 0 ? this.#names.length : known;
    // The switch is the first of the names.
    return `${RANGE}.${FIRST + index - 1}`;
  }

  /** Runs a program on a machine until it ends. */
  async run(
    name: string,
    args: readonly string[],
    options: Readonly<{ cwd: string; env?: Readonly<Record<string, string>> }>,
  ): Promise<Ran> {
    const child = this.#spawn(name, args, options);
    const [out, note, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { exitCode: code ?? -1, out, note };
  }

  /** Starts a service on a machine; it ends with this object. Resolves when it has written a line that matches. */
  async serve(name: string, args: readonly string[], ready: RegExp, cwd: string): Promise<void> {
    const child = this.#spawn(name, args, { cwd });
    let seen = '';
    await new Promise<void>((resolve, reject) => {
      const look = (chunk: Buffer): void => {
        seen += chunk.toString('utf8');
        if (ready.test(seen)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('exit', () => {
        reject(new Error(`${args.join(' ')} has ended:\n${seen}`));
      });
    });
  }

  [Symbol.dispose](): void {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const name of this.#names) {
      const namespace = this.#namespaceOf(name);
      const { stdout } = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' });
      // Nobody but this object starts anything in a namespace of its own.
      for (const pid of stdout.split('\n').filter(Boolean)) kill(Number(pid));
      spawnSync('ip', ['netns', 'delete', namespace]);
    }
  }

  #spawn(
    name: string,
    args: readonly string[],
    { cwd, env = {} }: Readonly<{ cwd: string; env?: Readonly<Record<string, string>> }>,
  ) {
    const child = spawn('ip', ['netns', 'exec', this.#namespaceOf(name), process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '80', ...env },
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  #namespace(name: string): string {
    const namespace = this.#namespaceOf(name);
    ip('netns', 'add', namespace);
    this.#names.push(name);
    return namespace;
  }

  #namespaceOf(name: string): string {
    return `${this.#prefix}${name}`;
  }
}

function ip(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
