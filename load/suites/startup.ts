import { limits } from '../model/limits.ts';
import { atMost, noneOf } from './budgets.ts';
import { defineSuite } from './suite.ts';

/** startup: how long a new replica takes, cold and warm, on a busy machine, and when its databases come late. */
export const startup = defineSuite({
  name: 'startup',
  title: 'Startup cold and warm, under CPU contention, and with the database coming late',
  lasts: 'about 60 s',
  defaults: { startups: 20 },
  budgets: {
    'startup.spawn_to_ready.p50': atMost(limits.spawnToReadyP50Ms),
    'startup.spawn_to_ready.max': atMost(limits.spawnToReadyMaxMs),
    'startup.warm.spawn_to_ready.p50': atMost(limits.spawnToReadyP50Ms),
    'startup.contended.spawn_to_ready.p50': atMost(1500),
    'startup.contended.spawn_to_ready.max': atMost(5000),
    'startup.first_request_penalty.p50': atMost(50),
    'startup.late_database.database_to_ready.p50': atMost(500),
    'startup.late_database.database_to_ready.max': atMost(1000),
    'startup.late_database.not_held_out': noneOf,
  },
  experiments: ({ startups }) => [
    {
      kind: 'startup',
      name: 'startup',
      title: 'Startup, cold and warm in turns',
      question:
        'How long from spawn until ready and first verified answer, and what does a compile cache save?',
      samples: startups,
      warm: true,
      laterAnswers: 50,
    },
    {
      kind: 'startup',
      name: 'startup-contended',
      title: 'Startup beside a busy process per core',
      question: 'How long does a start take on a machine that has no core to spare?',
      samples: startups,
      contended: true,
    },
    {
      kind: 'late-database',
      name: 'late-database',
      title: 'The database coming late',
      question: 'Does a replica hold out without its databases, and how soon is it ready once they answer?',
      samples: Math.ceil(startups / 2),
      lateMs: { min: 200, max: 2_200 },
    },
  ],
});
