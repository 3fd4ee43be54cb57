import { expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { Recording } from './recording.ts';

const spec = {
  kind: 'startup',
  name: 'startup',
  title: 'Startup',
  question: 'How long?',
  samples: 1,
} as const;

test('whoever wants to hear of a marker hears of it when it is made, with its moment', () => {
  const heard: unknown[] = [];
  const recording = new Recording(spec, startRunClock(), { marked: (marker) => heard.push(marker) });
  recording.mark({ kind: 'phase', label: 'late', atMs: 7 });
  recording.mark({ kind: 'phase', label: 'early', atMs: 3 });
  expect(heard).toEqual([
    { kind: 'phase', label: 'late', atMs: 7 },
    { kind: 'phase', label: 'early', atMs: 3 },
  ]);
  expect(recording.experiment().markers.map(({ label }) => label)).toEqual(['early', 'late']);
});

test('what is glimpsed is told and not kept', () => {
  const heard: unknown[] = [];
  const recording = new Recording(spec, startRunClock(), { glimpsed: (part) => heard.push(part) });
  const part = { kind: 'runtime' as const, replicas: [] };
  recording.glimpse(part);
  expect([heard, recording.experiment().observations]).toEqual([[part], []]);
});
