import { rmSync } from 'node:fs';
import { PartyCode, SignatureAlgorithm, validatorOf } from '@origin-ledger/model';
import { newSigningKey, registrationOf } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { writeKeyFile } from '../files/key-file.js';
import { jsonText, writeNewFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage-error.js';
import { audienceOf } from './option-values.js';

interface NewKeyOptions {
  readonly holder: string;
  readonly out: string;
  readonly alg: string;
  readonly audience?: string;
}

const partyCode = validatorOf(PartyCode);
const algorithm = validatorOf(SignatureAlgorithm);

export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').description('signing keys, which never leave this machine');
  keys
    .command('new')
    .description(
      'make a key: FILE (private, yours alone) and FILE.registration.json (for your administrator)',
    )
    .requiredOption('--holder <code>', 'code of the holder, such as VN:officer-1; no personal name')
    .requiredOption('--out <file>', 'where the key goes; never overwritten')
    .option('--alg <name>', 'ES256 or Ed25519', 'ES256')
    .option('--audience <text>', 'network the registration is for; default: that of the gateway', audienceOf)
    .action(async (options: NewKeyOptions, command: Command) => {
      await newKey(options, new Context(io, command));
    });
}

async function newKey({ holder, out, alg, audience }: NewKeyOptions, context: Context): Promise<void> {
  if (partyCode.problems(holder).length > 0)
    throw new UsageError(`${holder} is not a code such as VN:officer-1`);
  if (!algorithm.is(alg)) throw new UsageError(`${alg} is neither ES256 nor Ed25519`);
  const key = await newSigningKey({ holder, alg });
  const network = audience ?? (await context.clientOf(key).network()).audience;
  const registration = await registrationOf(key, network);
  await writeKeyFile(out, key);
  try {
    writeNewFile(`${out}.registration.json`, jsonText(registration), 0o644);
  } catch (error) {
    // Without its registration a key is of no use, and would stand in the way of the next try.
    rmSync(out);
    throw error;
  }
  context.answer({ kid: key.kid, key: out, registration: `${out}.registration.json` }, () => [
    `kid           ${key.kid}`,
    `key           ${out}`,
    `registration  ${out}.registration.json: hand it to the administrator of ${holder.split(':')[0] ?? ''}`,
  ]);
}
