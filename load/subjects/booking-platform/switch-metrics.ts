import { request } from 'undici';
import { Problem } from '../../model/problem.ts';

/** switchMetrics has a replica that was started with METRICS=switchable measure itself, or not. */
export async function switchMetrics(metricsUrl: string, on: boolean): Promise<void> {
  const measure = on ? 'on' : 'off';
  const { statusCode, body } = await request(`${metricsUrl}?measure=${measure}`, { method: 'POST' });
  await body.dump();
  if (statusCode === 200) return;
  throw new Problem(
    'harness',
    `${metricsUrl} did not switch its metrics ${measure}: it answered ${statusCode}.`,
    {
      next: 'Is it a replica of this version, started with METRICS=switchable?',
    },
  );
}
