import { execa } from 'execa';
import { hasImage } from '../../load/model/docker-images.ts';
import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';

/** RunningPrometheus: resolves when it has ended, with what it said. */
export interface RunningPrometheus extends Promise<{
  readonly stderr: string;
  readonly exitCode?: number | undefined;
}> {
  readonly pid?: number | undefined;
  kill(signal: 'SIGTERM'): boolean;
}

/** PrometheusProgram: a way to start a real Prometheus. */
export interface PrometheusProgram {
  /** start runs it in the foreground with a folder that it reads and writes; it listens on 127.0.0.1. */
  start(folder: string, flags: readonly string[]): RunningPrometheus;
  /** remove takes away what may be left of it. */
  remove(): Promise<void>;
}

const images = ['prom/prometheus:v3.15.0', 'prom/prometheus:v3', 'prom/prometheus:latest'];

/**
 * findPrometheus: the one on PATH, else the image that is here. Throws a Problem of kind `usage` with neither.
 */
export async function findPrometheus(): Promise<PrometheusProgram> {
  if (await isOnPath()) return onPath;
  for (const image of images) if (await hasImage(image).catch(() => false)) return inDocker(image);
  throw new Problem(
    'usage',
    'there is no Prometheus: neither "prometheus" on PATH nor its image in Docker.',
    {
      next: `Install it, run "docker pull ${images[0]}", or name a server that runs: --prometheus http://127.0.0.1:9090.`,
    },
  );
}

async function isOnPath(): Promise<boolean> {
  const { failed, stdout } = await execa('prometheus', ['--version'], { reject: false });
  // OTLP and its translation strategies came with 3.
  return !failed && /version 3\./.test(stdout);
}

const onPath: PrometheusProgram = {
  start: (folder, flags) => execa('prometheus', flags, { ...foreground, cwd: folder }),
  remove: () => Promise.resolve(),
};

function inDocker(image: string): PrometheusProgram {
  const name = `rehearse-dashboards-check-${process.pid}`;
  // As whoever owns the folder, which nobody else may read.
  const user = `${process.getuid?.()}:${process.getgid?.()}`;
  return {
    start: (folder, flags) => {
      const run = [
        'run',
        '--rm',
        `--name=${name}`,
        '--network=host',
        `--user=${user}`,
        `--volume=${folder}:${folder}`,
      ];
      return execa('docker', [...run, `--workdir=${folder}`, image, ...flags], foreground);
    },
    remove: async () => {
      await docker(['rm', '--force', '--volumes', name]).catch(() => {});
    },
  };
}

const foreground = {
  reject: false,
  stdin: 'ignore',
  stdout: 'ignore',
  stderr: 'pipe',
  detached: true,
} as const;
