import { setTimeout as sleep } from 'node:timers/promises';
import { startRunClock } from '../../load/model/clock.ts';
import { oneOfEach, seededSystem, type SeededSystem } from '../../load/runner/seeded-system.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { privateKeyFile, readSigner } from '../../load/subjects/booking-platform/tokens.ts';
import { processTarget } from '../../load/targets/process.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { backingFor, guarded } from '../parts.ts';
import { refuseBusyPort } from '../port.ts';
import { progressFor } from '../progress/progress.ts';
import { keepLoad } from '../stack/keep-load.ts';
import { leaveStackKey } from '../stack-key.ts';
import { givenPrometheus, type UpFlags } from './up-flags.ts';
import { demoTokenLifeMs, demoTokenLines, demoTokenSubject } from './up-token.ts';

/** upProcess starts the services as processes on a database of their own, and ends them on Ctrl-C. */
export async function upProcess(flags: UpFlags, io: Io): Promise<ExitCode> {
  const prometheus = givenPrometheus(flags);
  await refuseBusyPort(flags.port);
  const progress = progressFor(io);
  try {
    return await guarded(async (guard) => {
      await using teardown = new AsyncDisposableStack();
      progress.begin('Start');
      const system = await seededSystem(
        {
          guard,
          progress,
          subject: bookingPlatform,
          target: processTarget,
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
      show(system, await signer.sign(demoTokenSubject, demoTokenLifeMs), flags, io);
      await Promise.all([
        untilInterrupted(system, io),
        loadIfAsked(system, { ...flags, prometheus }, io, progress),
      ]);
      return ExitCode.pass;
    });
  } finally {
    progress.close();
  }
}

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
  io.out.write(
    `gateway: ${system.target.entryUrl}\n${lines.join('\n')}\n${demoTokenLines(token, system.target.entryUrl)}`,
  );
  say(io, `try: curl '${system.target.entryUrl}/api/events?limit=3'   (Ctrl-C ends the services)`);
}

interface LoadWish {
  readonly load?: number;
  readonly prometheus: ServerUrl | undefined;
}

async function loadIfAsked(
  { target, prepared }: SeededSystem,
  { load, prometheus }: LoadWish,
  io: Io,
  progress: ReturnType<typeof progressFor>,
): Promise<void> {
  if (load === undefined) return;
  const { entryUrl } = target;
  const { warnings } = await keepLoad({
    entryUrl,
    prometheus,
    scenario: prepared.scenario,
    ratePerSecond: load,
    progress,
    interrupted: io.interrupted,
  });
  for (const warning of warnings) say(io, warning);
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
