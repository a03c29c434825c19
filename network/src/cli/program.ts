import {
  acceptCommand,
  genesisCommand,
  prepareCommand,
  proposeMemberCommand,
  renewCommand,
  signCommand,
  snapshotCommand,
  submitCommand,
} from '../fabric/cli/host-commands.js';
import { Command, CommanderError } from 'commander';
import { doctorCommand, upgradeCommand } from '../fabric/cli/member-commands.js';
import { logsCommand } from '../fabric/cli/logs.js';
import { watchCommand } from '../fabric/cli/watch.js';
import { NetworkError } from '../network-error.js';
import { addMemberCommand } from './add-member.js';
import { deployCommand } from './deploy.js';
import { downCommand } from './down.js';
import type { Output } from './output.js';
import { removeMemberCommand } from './remove-member.js';
import { resetCommand } from './reset.js';
import { revokeCommand } from './revoke.js';
import { statusCommand } from './status.js';
import { upCommand } from './up.js';

/** What went well, what was wrong with the command line, what failed, and a ledger that does not run. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3 } as const;

/** Runs one command line. @returns the exit code. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    await newProgram(output).parseAsync([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof NetworkError)) {
      output.err(`INTERNAL: ${error instanceof Error ? error.message : String(error)}`);
      return EXIT.failed;
    }
    output.err(`${error.code}: ${error.message}`);
    return error.code === 'NOT_RUNNING' ? EXIT.notRunning : EXIT.failed;
  }
}

function newProgram(output: Output): Command {
  const program = new Command('network')
    .description(
      'Runs the ledger: the embedded one, in a single process with one operator; or, up --fabric, a Fabric network.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        output.out(text.trimEnd());
      },
      writeErr: (text) => {
        output.err(text.trimEnd());
      },
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong command line, 3 the ledger is not running.',
    );
  const withData = (command: Command): Command =>
    command
      .option('--data <folder>', 'where the ledger keeps everything', 'data')
      .copyInheritedSettings(program);
  const commands = [
    upCommand,
    downCommand,
    statusCommand,
    resetCommand,
    deployCommand,
    addMemberCommand,
    removeMemberCommand,
    revokeCommand,
  ];
  const hostCommands = [
    prepareCommand,
    acceptCommand,
    genesisCommand,
    proposeMemberCommand,
    signCommand,
    submitCommand,
    snapshotCommand,
    renewCommand,
  ];
  const fabricCommands = [logsCommand, upgradeCommand, doctorCommand, watchCommand];
  for (const add of [...commands, ...fabricCommands, ...hostCommands]) {
    program.addCommand(withData(add(output)));
  }
  return program;
}
