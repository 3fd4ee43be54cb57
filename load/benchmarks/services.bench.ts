// What the reference services cost, as ratios within one run, against their goals: `npm run bench:services`, under three
// minutes. "others" are the cores that programs which are not part of it kept busy meanwhile: above 0.1 a figure is of a
// disturbed machine. Names of figures as arguments (kit, statements, hop, startup, memory) measure those alone.
import { median } from '../../stats/order-statistics.ts';
import { keepAwake } from '../model/awake.ts';
import { machineProbe } from '../probes/machine.ts';
import { gatewayHop } from './gateway-hop.ts';
import { kitCost } from './kit-cost.ts';
import { residentMemoryAfterBookings } from './resident-memory.ts';
import type { Row, WatchedRow } from './row.ts';
import { type Stand, openStand } from './stand.ts';
import { startupTime } from './startup-time.ts';
import { statementShares } from './statement-share.ts';
import { table } from './table.ts';

type Figure = (stand: Stand, teardown: AsyncDisposableStack) => Promise<Row[]>;

const alternation = { rounds: 11, roundMs: 500, warmUpMs: 1500 };

const figures: Readonly<Record<string, Figure>> = {
  kit: (stand, teardown) => kitCost(stand, alternation, teardown),
  statements: (stand) => statementShares(stand, alternation),
  hop: (stand) => gatewayHop(stand, { rounds: 4, roundMs: 2000, warmUpMs: 500 }),
  startup: (stand) => startupTime(stand, 11),
  memory: (stand) => residentMemoryAfterBookings(stand, 500),
};

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(names: readonly string[]): Promise<WatchedRow[]> {
  await using teardown = new AsyncDisposableStack();
  const stand = await openStand(tell, teardown);
  const rows: WatchedRow[] = [];
  for (const name of names) {
    tell(name);
    await using ending = new AsyncDisposableStack();
    const watch = machineProbe.start(() => [], stand.clock);
    const measured = (await figures[name]?.(stand, ending)) ?? [];
    const { points } = await watch.finish();
    const foreignCores = points.length > 0 ? median(points.map((point) => point.foreignCores)) : 0;
    rows.push(...measured.map((row) => ({ ...row, foreignCores })));
  }
  return rows;
}

using awake = keepAwake();
tell(`idle processors: ${awake.text}`);
const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(figures);
process.stdout.write(`${table(await measure(names))}\n`);
