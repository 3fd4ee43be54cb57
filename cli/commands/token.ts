import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { Problem } from '../../load/model/problem.ts';
import { readSigner } from '../../load/subjects/booking-platform/tokens.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { parsePositiveDurationMs } from '../options/duration.ts';
import { option } from '../options/option.ts';
import { portOption, type PortFlag } from '../options/shared.ts';
import { stackKeyFile } from '../stack-key.ts';

interface TokenFlags extends PortFlag {
  readonly subject: string;
  readonly expires: number;
  readonly keys?: string;
}

const tokenOptions = [
  option({
    flags: '--subject <name>',
    description: 'the user: a UUID, or any name, which stands for the same UUID everywhere',
    parse: parseSubject,
  }).makeOptionMandatory(),
  option({
    flags: '--expires <duration>',
    description: 'how long the token holds from now on, such as 30s, 15m or 2h',
    parse: parsePositiveDurationMs,
    default: 3_600_000,
    defaultText: '1h',
  }),
  portOption,
  option({
    flags: '--keys <path>',
    description: 'private key in JSON (JWK, ES256) that signs (default: that of the stack at --port)',
  }),
];

/** tokenCommand: `rehearse token`, one more token for a stack that runs here. */
export const tokenCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('token')
      .description('print a bearer token for services that rehearse up runs on this machine');
    for (const tokenOption of tokenOptions) command.addOption(tokenOption);
    command.action((flags: TokenFlags) => run(() => token(flags, io)));
  },
};

function parseSubject(text: string): string {
  const subject = text.trim();
  if (subject === '' || subject.length > 200)
    throw new InvalidArgumentError('Give a name of 1 to 200 characters.');
  return subject;
}

async function token(flags: TokenFlags, io: Io): Promise<ExitCode> {
  const path =
    flags.keys === undefined ? await keyOfStack(flags.port, io) : resolve(io.workingDirectory, flags.keys);
  const signer = await readSigner(path);
  io.out.write(`${await signer.sign(flags.subject, flags.expires)}\n`);
  return ExitCode.pass;
}

async function keyOfStack(port: number, io: Io): Promise<string> {
  const path = stackKeyFile(port, io.env);
  try {
    await access(path);
    return path;
  } catch (cause) {
    throw new Problem('usage', `no services of rehearse up run on port ${port} here (no ${path}).`, {
      next: 'Start them with npm start, name their port with --port, or give a key with --keys.',
      cause,
    });
  }
}
