import { runService } from '../kit/service.ts';
import { bookingsSettings } from './settings.ts';

await runService({
  name: 'bookings',
  settings: bookingsSettings,
  start: async (context) => (await import('./app.ts')).start(context),
  commands: {
    migrate: {
      meaning: 'brings the database and the broker up to date',
      run: async (config) => (await import('./migrate.ts')).migrateBookings(config),
    },
    audit: {
      meaning:
        'prints what the database, its outbox and the broker hold, as a line of JSON; --ids adds a line for each booking',
      options: ['--ids'],
      async *run(config, options) {
        yield* (await import('./audit.ts')).auditBookings(config, options);
      },
    },
    replay: {
      meaning: 'puts the messages that were put aside as dead letters back into the queue',
      run: async (config) => (await import('../brokers/replay.ts')).replayDeadLetters(config, 'bookings'),
    },
  },
});
