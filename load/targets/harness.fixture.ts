import { dirname } from 'node:path';
import { writeFileSync } from 'node:fs';
import { startRunClock } from '../model/clock.ts';
import { smallService, underTest } from './conformance.fixture.ts';
import type { StartedLocalTarget } from './local-target.ts';
import { markVariable } from './reaper-messages.ts';
import { startReaper } from './reaper.ts';

// A harness in miniature: starts two services on the target that it is told, says so, and waits to be killed.

const target = underTest.find(({ name }) => name === process.argv[2])!.newTarget(['events', 'bookings']);
const guard = await startReaper();
const started = (await target.start(
  { services: [smallService('events'), smallService('bookings')], entry: 'bookings' },
  { clock: startRunClock(), guard, startDeadlineMs: 10_000 },
)) as StartedLocalTarget;
const mark = guard.environment[markVariable];
writeFileSync(1, JSON.stringify({ mark, directory: dirname(dirname(started.discoveryFile)) }));
setInterval(() => {}, 1_000);
