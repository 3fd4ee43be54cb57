import { execa } from 'execa';
import { programOnPath } from '../tools/tool-run.ts';

/** Programs: what of the optional ones is here, by its version or as found; null for what is not. */
export type Programs = Readonly<Record<'docker' | 'k6' | 'chromium' | 'promtool' | 'perf', string | null>>;

const limitMs = 5000;

/** readPrograms looks for them on PATH, for k6 by K6_BIN as well, and asks Docker whether it runs. */
export async function readPrograms(environment: NodeJS.ProcessEnv): Promise<Programs> {
  const on = (...names: readonly string[]): Promise<string | null> => firstOnPath(names, environment);
  const [docker, k6, chromium, promtool, perf] = await Promise.all([
    said('docker', ['version', '--format', '{{.Server.Version}}']),
    said(environment['K6_BIN'] ?? 'k6', ['version']),
    on('chromium', 'chromium-browser', 'google-chrome'),
    on('promtool'),
    on('perf'),
  ]);
  return { docker, k6, chromium, promtool, perf };
}

async function firstOnPath(names: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of names) {
    const path = await programOnPath(name, environment['PATH'] ?? '');
    if (path !== undefined) return path;
  }
  return null;
}

async function said(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await execa(program, args, { timeout: limitMs, stdin: 'ignore' });
    return stdout.split('\n')[0]?.trim() || null;
  } catch {
    return null;
  }
}
