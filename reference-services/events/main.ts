import { runService } from '../kit/service.ts';
import { storeSettings } from '../kit/settings.ts';

await runService({
  name: 'events',
  settings: storeSettings,
  start: async (context) => (await import('./app.ts')).start(context),
  commands: {
    migrate: {
      meaning: 'brings the database and the broker up to date',
      run: async (config) => (await import('./migrate.ts')).migrateEvents(config),
    },
    audit: {
      meaning: 'prints what the database and its outbox hold, as JSON',
      run: async (config) => (await import('./audit.ts')).auditEvents(config),
    },
    replay: {
      meaning: 'puts the messages that were put aside as dead letters back into the queue',
      run: async (config) => (await import('../brokers/replay.ts')).replayDeadLetters(config, 'events'),
    },
  },
});
