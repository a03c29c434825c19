import { spawnSync } from 'node:child_process';
import { cp, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const ROOM_BYTES = 16 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024);

/** A folder that lies on a small disk of its own for a while. Its program must not run when it moves. */
export class SmallDisk {
  readonly #folder: string;
  readonly #kept: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#kept = `${folder}.kept`;
  }

  /** @returns undefined where file systems cannot be mounted */
  static async under(folder: string): Promise<SmallDisk | undefined> {
    const disk = new SmallDisk(folder);
    await rename(folder, disk.#kept);
    await mkdir(folder, { mode: 0o700 });
    const options = `size=${sizeOf(disk.#kept) + ROOM_BYTES},mode=700`;
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) {
      await rm(folder, { recursive: true });
      await rename(disk.#kept, folder);
      return undefined;
    }
    await cp(disk.#kept, folder, { recursive: true, preserveTimestamps: true });
    return disk;
  }

  /** Takes all the room that is left. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'a');
    try {
      for (;;) await file.write(CHUNK);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      await file.close();
    }
  }

  async makeRoom(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  /** Back to where the folder was. */
  async remove(): Promise<void> {
    await this.makeRoom();
    await rm(this.#kept, { recursive: true });
    await cp(this.#folder, this.#kept, { recursive: true, preserveTimestamps: true });
    spawnSync('umount', [this.#folder]);
    await rm(this.#folder, { recursive: true });
    await rename(this.#kept, this.#folder);
  }

  get #filler(): string {
    return join(this.#folder, 'filler');
  }
}

function sizeOf(folder: string): number {
  const { stdout } = spawnSync('du', ['-s', '-B1', folder], { encoding: 'utf8' });
  return Number(stdout.split('\t')[0]);
}
