import { setTimeout as sleep } from 'node:timers/promises';
import { startRunClock } from '../../load/model/clock.ts';
import { Problem } from '../../load/model/problem.ts';
import { oneOfEach, seededSystem, type SeededSystem } from '../../load/runner/seeded-system.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { privateKeyFile, readSigner } from '../../load/subjects/booking-platform/tokens.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { option } from '../options/option.ts';
import { parseServiceReplicas } from '../options/replicas.ts';
import {
  databaseUrlOption,
  portOption,
  targetOption,
  type DatabaseFlag,
  type PortFlag,
  type TargetFlag,
} from '../options/shared.ts';
import { backingFor, guarded, targets } from '../parts.ts';
import { refuseBusyPort } from '../port.ts';
import { progressFor } from '../progress/progress.ts';
import { leaveStackKey } from '../stack-key.ts';

interface UpFlags extends TargetFlag, DatabaseFlag, PortFlag {
  readonly replicas: Readonly<Record<string, number>>;
  readonly json?: true;
}

const upOptions = [
  portOption,
  option({
    flags: '--replicas <service=count>',
    description: 'replicas of a service; may be given several times (default: one of each)',
    parse: parseServiceReplicas,
    default: {},
    defaultText: 'one of each',
  }),
  targetOption,
  databaseUrlOption,
  option({ flags: '--json', description: 'print the addresses as one line of JSON' }),
];

/** upCommand: `rehearse up`, the services to look at until Ctrl-C. */
export const upCommand: CliCommand = {
  add(program, io, run) {
    const command = program.command('up').description('start the services with demo data, until Ctrl-C');
    for (const upOption of upOptions) command.addOption(upOption);
    command.action((flags: UpFlags) => run(() => up(flags, io)));
  },
};

async function up(flags: UpFlags, io: Io): Promise<ExitCode> {
  refuseUnknownServices(flags);
  await refuseBusyPort(flags.port);
  const progress = progressFor(io);
  try {
    return await guarded(async (guard) => {
      await using teardown = new AsyncDisposableStack();
      teardown.defer(() => progress.close());
      progress.begin('Start');
      const system = await seededSystem(
        {
          guard,
          progress,
          subject: bookingPlatform,
          target: targets[flags.target],
          backing: backingFor(flags.databaseUrl),
          interrupted: io.interrupted,
        },
        startRunClock(),
        { replicas: { ...oneOfEach(bookingPlatform), ...flags.replicas }, ports: { gateway: flags.port } },
        teardown,
        teardown,
      );
      const { directory } = system.equipment;
      const warning = await leaveStackKey({ directory, port: flags.port }, io.env, guard, teardown);
      const signer = await readSigner(privateKeyFile(directory));
      progress.end('ready');
      if (warning !== undefined) say(io, warning);
      show(system, await signer.sign(tokenSubject, tokenLifeMs), flags, io);
      await untilInterrupted(system, io);
      return ExitCode.pass;
    });
  } finally {
    progress.close();
  }
}

function refuseUnknownServices(flags: UpFlags): void {
  const unknown = Object.keys(flags.replicas).find((service) => !bookingPlatform.services.includes(service));
  if (unknown === undefined) return;
  throw new Problem('usage', `there is no service "${unknown}".`, {
    next: `Choose one of: ${bookingPlatform.services.join(', ')}.`,
  });
}

/** The token that is printed: for whom, and for how long. */
const tokenSubject = 'demo';
const tokenLifeMs = 86_400_000;

function show(system: SeededSystem, token: string, flags: UpFlags, io: Io): void {
  const replicas = system.target
    .replicas()
    .map(({ service, name, url, opsUrl, pid }) => ({ service, name, url, opsUrl, pid }));
  if (flags.json) {
    io.out.write(`${JSON.stringify({ entryUrl: system.target.entryUrl, token, replicas })}\n`);
    return;
  }
  const widest = (of: (replica: (typeof replicas)[number]) => string): number =>
    Math.max(...replicas.map((replica) => of(replica).length));
  const [nameWidth, urlWidth] = [widest(({ name }) => name), widest(({ url }) => url)];
  const lines = replicas.map(
    ({ name, url, opsUrl }) => `  ${name.padEnd(nameWidth)}  ${url.padEnd(urlWidth)}  operational ${opsUrl}`,
  );
  io.out.write(`gateway: ${system.target.entryUrl}\n${lines.join('\n')}\n`);
  io.out.write(`token of "${tokenSubject}", for 24 hours (rehearse token signs more):\n${token}\n`);
  say(io, `try: curl '${system.target.entryUrl}/api/events?limit=3'   (Ctrl-C ends the services)`);
}

/** watchMs: how soon a person learns that a replica has ended by itself. */
const watchMs = 500;

async function untilInterrupted(system: SeededSystem, io: Io): Promise<void> {
  let told = 0;
  while (!io.interrupted.aborted) {
    await sleep(watchMs, undefined, { signal: io.interrupted }).catch(() => undefined);
    const exits = system.target.unexpectedExits();
    for (const exit of exits.slice(told)) {
      say(io, `${exit.replica} ended by itself (${exit.exitCode ?? exit.signal}):\n${exit.logTail}`);
    }
    told = exits.length;
  }
  say(io, 'ending the services …');
}
