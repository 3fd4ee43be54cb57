import { execa } from 'execa';
import { findK6 } from '../../engines/k6/find-k6.ts';
import { programOnPath } from '../tools/tool-run.ts';

/** Programs: what of the optional ones is here, by its version or as found; null for what is not. */
export type Programs = Readonly<Record<'docker' | 'k6' | 'chromium' | 'promtool' | 'perf', string | null>>;

const limitMs = 5000;

/** readPrograms looks for them on PATH, for k6 where its engine does, and asks Docker whether it runs. */
export async function readPrograms(environment: NodeJS.ProcessEnv): Promise<Programs> {
  const on = (...names: readonly string[]): Promise<string | null> => firstOnPath(names, environment);
  const [docker, k6, chromium, promtool, perf] = await Promise.all([
    said('docker', ['version', '--format', '{{.Server.Version}}']),
    usableK6(environment),
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

async function usableK6(environment: NodeJS.ProcessEnv): Promise<string | null> {
  return findK6(environment).then(
    ({ version, path }) => `${version}, ${path}`,
    () => null,
  );
}

async function said(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await execa(program, args, { timeout: limitMs, stdin: 'ignore' });
    return stdout.split('\n')[0]?.trim() || null;
  } catch {
    return null;
  }
}
