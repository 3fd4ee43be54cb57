import { type StopCause, onStopCause } from './signals.ts';
// First, so that signals are caught from here on.
import type { ServerOptions as HttpsOptions } from 'node:https';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { compileNoMore } from './compile-no-more.ts';
import { type Config, ConfigError, type Environment, type Settings, readConfig } from './config.ts';
import { exitCodes } from './drain.ts';
import { helpText } from './help.ts';
import { replicaName } from './replica-name.ts';
import type { Start } from './serve.ts';
import { type BaseConfig, baseSettings, checkPeriods } from './settings.ts';
import { Startup } from './startup.ts';
import { type TracingConfig, namesTracing, tracingOptions, tracingSettings } from './tracing/settings.ts';

/** lastCompilationMs: what a command's work had compiled is done by then; nothing tells when. */
const lastCompilationMs = 50;

/** Command is one thing a service does besides serving; what it gives back is printed on stdout, in pieces as they come. */
export interface Command<C> {
  readonly meaning: string;
  /** Options it takes, such as `--ids`. */
  readonly options?: readonly string[];
  run(config: C & BaseConfig, options: ReadonlySet<string>): Promise<string> | AsyncIterable<string>;
}

/** ServiceDefinition is all that makes one service different from the others. */
export interface ServiceDefinition<S extends Settings> {
  readonly name: string;
  readonly settings: S;
  /** What HTTPS takes on the public port; undefined for HTTP. Throws a ConfigError. */
  readonly https?: (config: Config<S>) => HttpsOptions | undefined;
  start: Start<Config<S>>;
  readonly commands?: Readonly<Record<string, Command<Config<S>>>>;
}

/** runService runs the command that the arguments name, `serve` by default. It ends by exiting the process. */
export async function runService<const S extends Settings>(definition: ServiceDefinition<S>): Promise<void> {
  const startup = new Startup();
  startup.mark('boot');
  const [command = 'serve', ...options] = process.argv.slice(2);
  try {
    if (command === '--help' || command === 'help') return await print(help(definition));
    if (command === 'serve') return await runServe(definition, options, startup);
    await runCommand(definition, command, options);
  } catch (error) {
    fail(error);
  }
}

async function runServe<S extends Settings>(
  { name, settings, https, start }: ServiceDefinition<S>,
  options: string[],
  startup: Startup,
) {
  rejectUnknown(name, 'serve', options, []);
  const config = readAll(name, settings, process.env);
  const httpsOptions = https?.(config);
  startup.mark('config');
  const { serve } = await import('./serve.ts');
  await serve(name, config, startup, start, httpsOptions);
}

async function runCommand<S extends Settings>(
  definition: ServiceDefinition<S>,
  name: string,
  options: string[],
) {
  const { name: service, settings, commands = {} } = definition;
  const command = commands[name];
  if (!command) {
    const known = ['serve', ...Object.keys(commands)].join(', ');
    throw new ConfigError([
      `${service} has no command ${JSON.stringify(name)}: it has ${known}. See ${service} --help.`,
    ]);
  }
  rejectUnknown(service, name, options, command.options ?? []);
  const config = readAll(service, settings, process.env);
  onStopCause(abandon);
  const out = command.run(config, new Set(options));
  if (out instanceof Promise) await print(await out);
  else for await (const piece of out) await print(piece);
  compileNoMore();
  await delay(lastCompilationMs);
  process.exit(exitCodes.drained);
}

function readAll<S extends Settings>(service: string, settings: S, environment: Environment) {
  const traced = namesTracing(environment) && tracingSettings(service);
  const name = replicaName(service, { pid: process.pid, ppid: process.ppid, hostname: hostname() });
  const all = { ...baseSettings(name), ...settings, ...(traced || undefined) };
  const config = readConfig(all, environment) as unknown as Config<S> & BaseConfig;
  checkPeriods(config);
  if (!traced) return config;
  const tracing = tracingOptions(config as unknown as TracingConfig, config.instanceId, environment);
  return { ...config, tracing };
}

function rejectUnknown(service: string, command: string, options: string[], known: readonly string[]): void {
  const unknown = options.find((option) => !known.includes(option));
  if (unknown === undefined) return;
  const takes = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
  throw new ConfigError([
    `${service} ${command} has no option ${JSON.stringify(unknown)}: ${takes}. See ${service} --help.`,
  ]);
}

function help<S extends Settings>({ name, settings, commands = {} }: ServiceDefinition<S>): string {
  const meanings = Object.entries(commands).map(([command, { meaning, options = [] }]) => [
    [command, ...options.map((option) => `[${option}]`)].join(' '),
    meaning,
  ]);
  const all = {
    serve: 'answers requests until it is told to stop (default)',
    ...Object.fromEntries(meanings),
  };
  return helpText(name, all, {
    ...baseSettings(`${name}-<pid>`),
    ...settings,
    ...tracingSettings(name),
  });
}

/** A pipe may not take everything at once; to exit before it did would cut the output off. */
async function print(out: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(out.endsWith('\n') ? out : `${out}\n`, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

// A command holds nothing that needs draining: its transactions end with its connections.
function abandon(cause: StopCause): void {
  if (cause.kind === 'crash') fail(cause.error);
  process.exit(cause.kind === 'signal' && cause.signal === 'SIGINT' ? 130 : 143);
}

function fail(error: unknown): never {
  const lines =
    error instanceof ConfigError ? error.lines : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(error instanceof ConfigError ? exitCodes.configuration : exitCodes.crashed);
}
