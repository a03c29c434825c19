import { Command, CommanderError } from 'commander';
import { addAnyAct } from './commands/any-act.js';
import { addApplication } from './commands/application.js';
import { addCharter } from './commands/charter.js';
import { addCheck } from './commands/check.js';
import { addDecide } from './commands/decide.js';
import { addExchange } from './commands/exchange.js';
import { addFollow } from './commands/follow.js';
import { addIssue } from './commands/issue.js';
import { addKeys } from './commands/keys.js';
import { addLookUp } from './commands/look-up.js';
import { addRegister } from './commands/register.js';
import { DEFAULT_GATEWAY } from './context.js';
import { ExitCode, exitCodeOf } from './exit-code.js';
import type { Io } from './io.js';
import { describeError, errorLines } from './output/describe-error.js';

const HELP = `
Environment:
  ORIGIN_GATEWAY, ORIGIN_KEY, ORIGIN_CA, ORIGIN_PROFILE stand for --gateway, --key, --ca, --profile;
  ORIGIN_PLAIN_HTTP=1 for --plain-http.

Exit codes:
  0  done
  1  refused, or a verification that failed
  2  wrong arguments, options or files; nothing was sent
  3  gateway or ledger do not answer; the same request may be sent again
  4  outcome unknown: ask with "co operations", never sign a second request`;

/** The program and its commands; parsing throws instead of ending the process. */
export function newProgram(io: Io, setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('co')
    .description('Certificates of origin on Origin Ledger: for officers, exporters and administrators.')
    .option('--gateway <url>', `the own member's gateway (default: ${DEFAULT_GATEWAY})`)
    .option('--key <file>', 'your signing key')
    .option('--ca <file>', "certificate of the authority that the gateway's is of; no other is trusted then")
    .option('--plain-http', 'let plain HTTP leave this machine')
    .option('--json', 'answer as JSON')
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.out(text.trimEnd());
      },
      writeErr: (text) => {
        io.note(text.trimEnd());
      },
    });
  addKeys(program, io);
  addRegister(program, io);
  addCheck(program, io, setExitCode);
  addApplication(program, io, setExitCode);
  addIssue(program, io);
  addExchange(program, io);
  addDecide(program, io);
  addAnyAct(program, io);
  addCharter(program, io);
  addFollow(program, io);
  addLookUp(program, io, setExitCode);
  return program;
}

/**
 * Runs one command line.
 * @param args without the program's name
 * @returns the exit code, see `co --help`
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const program = newProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told its own errors already.
    if (!(error instanceof CommanderError)) tell(error, io, args.includes('--json'));
    return exitCodeOf(error);
  }
}

function tell(error: unknown, io: Io, json: boolean): void {
  const description = describeError(error);
  if (json) io.note(JSON.stringify({ error: description }, undefined, 2));
  else for (const line of errorLines(description)) io.note(line);
}
