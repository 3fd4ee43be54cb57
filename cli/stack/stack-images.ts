import { ensureImage } from '../../load/model/docker-images.ts';
import { Problem } from '../../load/model/problem.ts';

/** StackImage: an image of somebody else that the stack takes; the variable names another in its place. */
export interface StackImage {
  readonly service: string;
  readonly variable: string;
  readonly image: string;
  /** profile that the service is in; undefined where it is always started. */
  readonly profile?: string;
}

/** stackImages: those of compose.yaml, which a test holds against this list. */
export const stackImages: readonly StackImage[] = [
  { service: 'postgres', variable: 'POSTGRES_IMAGE', image: 'postgres:18' },
  { service: 'prometheus', variable: 'PROMETHEUS_IMAGE', image: 'prom/prometheus:v3.15.0' },
  { service: 'grafana', variable: 'GRAFANA_IMAGE', image: 'grafana/grafana:12.2.0', profile: 'dashboards' },
  { service: 'jaeger', variable: 'JAEGER_IMAGE', image: 'jaegertracing/jaeger:2.11.0', profile: 'tracing' },
  { service: 'alloy', variable: 'ALLOY_IMAGE', image: 'grafana/alloy:v1.11.0', profile: 'faro' },
  {
    service: 'postgres-exporter',
    variable: 'POSTGRES_EXPORTER_IMAGE',
    image: 'quay.io/prometheuscommunity/postgres-exporter:v0.17.1',
    profile: 'database',
  },
];

/** namedImages: those that an environment names in place of the usual ones, by variable. */
export function namedImages(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    stackImages.flatMap(({ variable }) => (env[variable] ? [[variable, env[variable]]] : [])),
  );
}

/** LeftOut: a profile that cannot be started, and why. */
export interface LeftOut {
  readonly profile: string;
  readonly why: string;
}

/**
 * fetchImages sees to the images of a start. Throws a Problem where one cannot be had; of a profile in `optional` it is
 * told instead.
 */
export async function fetchImages(
  profiles: readonly string[],
  optional: readonly string[],
  env: NodeJS.ProcessEnv,
  { signal, onPull }: { readonly signal: AbortSignal; readonly onPull: (image: string) => void },
): Promise<LeftOut[]> {
  const leftOut: LeftOut[] = [];
  for (const { image: usual, variable, profile } of stackImages) {
    if (profile !== undefined && !profiles.includes(profile)) continue;
    const image = env[variable] || usual;
    try {
      await ensureImage(image, { signal, onPull, otherwise: `name another in ${variable}` });
    } catch (error) {
      if (profile === undefined || !optional.includes(profile) || !(error instanceof Problem)) throw error;
      leftOut.push({ profile, why: error.message });
    }
  }
  return leftOut;
}
