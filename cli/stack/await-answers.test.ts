import { expect, test } from 'vitest';
import { awaitAnswers, doorsOf } from './await-answers.ts';

const named = (service: string) => ({ service, name: `rehearse-${service}-1` });
const doors = doorsOf(['postgres', 'jaeger', 'postgres-exporter'].map(named));
const signal = new AbortController().signal;
const told: string[] = [];
const tell = (line: string): void => void told.push(line);

test('every part without a health check is waited for until it answers', async () => {
  const asked: string[] = [];
  const answers = async ({ container }: (typeof doors)[number]): Promise<boolean> => {
    asked.push(container.service);
    return asked.length !== 1;
  };
  await awaitAnswers(doors, answers, { limitMs: 10_000, signal, tell });
  expect(asked).toEqual(['jaeger', 'jaeger', 'postgres-exporter']);
  expect(told).toEqual(['waiting for rehearse-jaeger-1']);
});

test('one that never answers is a line with its name, its port and the next step', async () => {
  const never = async (): Promise<boolean> => false;
  await expect(awaitAnswers(doors, never, { limitMs: 0, signal, tell })).rejects.toMatchObject({
    message: 'rehearse-jaeger-1 takes no connection on its port 4318 after 0 s.',
    next: expect.stringContaining('docker logs rehearse-jaeger-1') as string,
  });
});

test('an interruption ends the wait', async () => {
  const never = async (): Promise<boolean> => false;
  const wait = { limitMs: 10_000, signal: AbortSignal.abort(new Error('enough')), tell };
  await expect(awaitAnswers(doors, never, wait)).rejects.toThrow('enough');
});
