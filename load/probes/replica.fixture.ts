import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RunClock } from '../model/clock.ts';
import type { StartupSample } from '../model/startup-observation.ts';
import type { Stop } from '../model/shutdown-observation.ts';

const script = fileURLToPath(new URL('../targets/service.fixture.ts', import.meta.url));
let count = 0;

/** FixtureReplica: a real small service in a process of its own, with the least of a target around it. */
export interface FixtureReplica {
  readonly service: string;
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  readonly metricsUrl: string;
  readonly startup: StartupSample;
  readonly hasEnded: () => boolean;
  readonly target: {
    stopReplica(
      replica: unknown,
      signal: Stop['signal'],
      graceMs: number,
      onSignalled?: () => void,
    ): Promise<Omit<Stop, 'cause' | 'held' | 'inFlightAtSignal'>>;
  };
}

/** startFixture resolves when the service says that it is ready; it is killed when the test is over. */
export async function startFixture(
  clock: RunClock,
  env: Record<string, string> = {},
): Promise<FixtureReplica> {
  const name = `bookings-${(count += 1)}`;
  const spawnedAtMs = clock.nowMs();
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0', INSTANCE_ID: name, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [listening] = (await once(lines, 'line')) as [string];
  const { port, opsPort } = JSON.parse(listening) as { port: number; opsPort: number };
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const readyMs = clock.nowMs() - spawnedAtMs;
  return {
    service: 'bookings',
    name,
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${opsPort}/metrics`,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    startup: {
      service: 'bookings',
      replica: name,
      spawnedAtMs,
      spawnToListeningMs: readyMs,
      spawnToReadyMs: readyMs,
      spawnToFirstAnswerMs: null,
      firstAnswerTookMs: null,
      laterAnswersMs: [],
      reportedPhasesMs: {},
    },
    target: {
      stopReplica: async (_, signal, graceMs, onSignalled) => {
        const signalledAtMs = clock.nowMs();
        child.kill(signal);
        onSignalled?.();
        const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
        const [exitCode, exitSignal] = await exited;
        clearTimeout(kill);
        return {
          service: 'bookings',
          replica: name,
          signal,
          signalledAtMs,
          timeToNotReadyMs: null,
          drainTimeMs: clock.nowMs() - signalledAtMs,
          exitCode,
          exitSignal,
          forced: false,
          lastLog: null,
        };
      },
    },
  };
}
