/** remoteWriteNames: under which names the engine's process is told where k6 sends its own metrics. */
export const remoteWriteNames = {
  url: 'REHEARSE_K6_REMOTE_WRITE',
  user: 'REHEARSE_K6_REMOTE_WRITE_USER',
  password: 'REHEARSE_K6_REMOTE_WRITE_PASSWORD',
} as const;

/** K6Output: arguments and environment that have k6 send its own metrics; empty where it is to send none. */
export interface K6Output {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * remoteWriteOutput has k6 tell a server what it measures, as native histograms, under the tag `run`, and end its series
 * with the run.
 */
export function remoteWriteOutput(env: NodeJS.ProcessEnv, run: string): K6Output {
  const [url, user, password] = [remoteWriteNames.url, remoteWriteNames.user, remoteWriteNames.password].map(
    (name) => env[name],
  );
  if (url === undefined) return { args: [], env: {} };
  return {
    args: ['--out=experimental-prometheus-rw', `--tag=run=${run}`],
    env: {
      K6_PROMETHEUS_RW_SERVER_URL: url,
      K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
      K6_PROMETHEUS_RW_STALE_MARKERS: 'true',
      ...(user === undefined ? {} : { K6_PROMETHEUS_RW_USERNAME: user }),
      ...(password === undefined ? {} : { K6_PROMETHEUS_RW_PASSWORD: password }),
    },
  };
}
