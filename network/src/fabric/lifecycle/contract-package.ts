import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A contract package as peers install it: the same bytes, and so the same id, for every member. */
export interface ContractPackage {
  readonly label: string;
  /** `label:hash`: by this id the service registers at the peer. */
  readonly id: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/** The package of one version of a contract. It names the contract and holds no code, address or key. */
export function newContractPackage(name: string, version: string): ContractPackage {
  const label = `${name}_${version}`;
  const code = tarGzip([{ name: 'label', content: Buffer.from(`${label}\n`) }]);
  const metadata = JSON.stringify({ type: 'contract-service', label });
  const content = tarGzip([
    { name: 'metadata.json', content: Buffer.from(metadata) },
    { name: 'code.tar.gz', content: code },
  ]);
  return { label, id: `${label}:${createHash('sha256').update(content).digest('hex')}`, content };
}

/** A compressed archive that depends on nothing but its files: no times, no owners. */
function tarGzip(files: readonly Readonly<{ name: string; content: Buffer }>[]): Buffer {
  const parts = files.flatMap(({ name, content }) => [
    header(name, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

/** A POSIX ustar header. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.fill(' ', 148, 156);
  block.write('0', 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
