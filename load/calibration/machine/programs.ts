import { execa } from 'execa';
import { chromiumOnPath } from '../../../browser/chromium.ts';
import { findK6 } from '../../engines/k6/find-k6.ts';
import { programOnPath } from '../../model/on-path.ts';

/** Programs: what of the optional ones is here, by its version or as found; null for what is not. */
export type Programs = Readonly<Record<'docker' | 'k6' | 'chromium' | 'promtool' | 'perf', string | null>>;

const limitMs = 5000;

/** readPrograms looks for them on PATH, for k6 where its engine does, and asks Docker whether it runs. */
export async function readPrograms(environment: NodeJS.ProcessEnv): Promise<Programs> {
  const [docker, k6] = await Promise.all([
    said('docker', ['version', '--format', '{{.Server.Version}}']),
    usableK6(environment),
  ]);
  const path = environment['PATH'] ?? '';
  return {
    docker,
    k6,
    chromium: chromiumOnPath(path) ?? null,
    promtool: programOnPath('promtool', path) ?? null,
    perf: programOnPath('perf', path) ?? null,
  };
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
