import { bookingJourney } from '../../load/scenarios/booking-journey.ts';
import type { Seeded } from '../../load/subjects/booking-platform/seed.ts';
import { privateKeyFile, readSigner, type TokenSigner } from '../../load/subjects/booking-platform/tokens.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { progressFor, type ShownProgress } from '../progress/progress.ts';
import { placeStackKey } from '../stack-key.ts';
import { keepLoad } from '../stack/keep-load.ts';
import { refuseOtherWishes } from '../stack/other-wishes.ts';
import { conditionOf } from '../stack/stack-condition.ts';
import { containersOf } from '../stack/stack-containers.ts';
import { seedStack } from '../stack/stack-data.ts';
import { jaegerPort, stackFiles } from '../stack/stack-files.ts';
import { readSettings } from '../stack/stack-settings.ts';
import { startStack, type UpStack } from '../stack/start-stack.ts';
import { givenPrometheus, type UpFlags } from './up-flags.ts';
import { demoTokenLifeMs, demoTokenLines, demoTokenSubject } from './up-token.ts';

/** upCompose starts the stack of containers, which stays until `rehearse down`; with a load it stays here until Ctrl-C. */
export async function upCompose(flags: UpFlags, io: Io): Promise<ExitCode> {
  const given = givenPrometheus(flags);
  const progress = progressFor(io);
  try {
    const { stack, seeded, signer } = await standing(flags, io, progress);
    const keyless = await placeStackKey(stackFiles(flags.project).keys, stack.settings.ports.gateway, io.env);
    if (keyless !== undefined) say(io, keyless);
    show(stack, await signer.sign(demoTokenSubject, demoTokenLifeMs), flags, io);
    if (flags.load === undefined) return ExitCode.pass;
    const { prometheus, gateway } = stack.settings.ports;
    const { gone, warnings } = await keepLoad({
      entryUrl: urlOf(gateway),
      prometheus: given ?? parseServerUrl('--prometheus', urlOf(prometheus)),
      scenario: bookingJourney(seeded),
      ratePerSecond: flags.load,
      progress,
      interrupted: io.interrupted,
      isGone: async () => (await containersOf(flags.project)).length === 0,
    });
    for (const warning of warnings) say(io, warning);
    if (!gone) say(io, 'the stack goes on; rehearse down ends it');
    return ExitCode.pass;
  } catch (error) {
    if (!io.interrupted.aborted) throw error;
    // What could not be ended is more than an interruption.
    if (error instanceof SuppressedError) throw error.error;
    say(io, 'interrupted: of what this up has started nothing is left');
    return ExitCode.interrupted;
  } finally {
    progress.close();
  }
}

interface Standing {
  readonly stack: UpStack;
  readonly seeded: Seeded;
  readonly signer: TokenSigner;
}

const seedLimitMs = 30_000;

async function standing(flags: UpFlags, io: Io, progress: ShownProgress): Promise<Standing> {
  const { project, replicas, profile: profiles } = flags;
  const ports = { gateway: flags.port, prometheus: flags.prometheusPort, grafana: flags.grafanaPort };
  progress.begin('Start');
  await using teardown = new AsyncDisposableStack();
  const running = flags.load === undefined ? undefined : await runningStack(flags);
  const order = { project, ports, profiles, replicas, env: io.env, progress, interrupted: io.interrupted };
  const stack = running ?? (await startStack(order, teardown));
  const signer = await readSigner(privateKeyFile(stackFiles(project).keys));
  const wait = { limitMs: seedLimitMs, signal: io.interrupted, tell: (line: string) => progress.tell(line) };
  const seeded = await seedStack(project, urlOf(stack.settings.ports.gateway), signer, wait);
  progress.end(running === undefined ? 'ready' : 'is up already');
  // From here on it is meant to stay.
  teardown.move();
  return { stack, seeded, signer };
}

/** runningStack: one that is up already and that load can be put on. */
async function runningStack(flags: UpFlags): Promise<UpStack | undefined> {
  const settings = await readSettings(flags.project);
  const containers = await containersOf(flags.project);
  if (settings === undefined || conditionOf(containers).is !== 'up') return undefined;
  refuseOtherWishes(flags, settings.profiles, containers);
  return { settings, leftOut: [] };
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function show({ settings, leftOut }: UpStack, token: string, flags: UpFlags, io: Io): void {
  const { ports, profiles, project } = settings;
  const entryUrl = urlOf(ports.gateway);
  const addresses = {
    prometheusUrl: urlOf(ports.prometheus),
    ...(profiles.includes('dashboards') ? { grafanaUrl: urlOf(ports.grafana) } : {}),
    ...(profiles.includes('tracing') ? { jaegerUrl: urlOf(jaegerPort) } : {}),
  };
  for (const { profile, why } of leftOut) say(io, `without ${partOf(profile)}: ${why}`);
  if (flags.json) {
    io.out.write(`${JSON.stringify({ project, entryUrl, token, ...addresses })}\n`);
    return;
  }
  const { prometheusUrl, grafanaUrl, jaegerUrl } = addresses;
  const lines = [
    `gateway     ${entryUrl}`,
    `Prometheus  ${prometheusUrl}`,
    ...(grafanaUrl === undefined ? [] : [`Grafana     ${grafanaUrl}`]),
    ...(jaegerUrl === undefined ? [] : [`Jaeger      ${jaegerUrl}`]),
  ];
  io.out.write(`${lines.join('\n')}\n${demoTokenLines(token, entryUrl)}`);
  say(io, `try: curl '${entryUrl}/api/events?limit=3'   (rehearse down ends the stack)`);
}

function partOf(profile: string): string {
  return profile === 'dashboards' ? 'Grafana' : profile;
}
