// What the reference services cost, as ratios within one run, against their goals: `npm run bench:services`, under three
// minutes. Names of figures as arguments (kit, statements, hop, startup, memory) measure those alone.
import { gatewayHop } from './gateway-hop.ts';
import { kitCost } from './kit-cost.ts';
import { residentMemoryAfterBookings } from './resident-memory.ts';
import type { Row } from './row.ts';
import { type Stand, openStand } from './stand.ts';
import { startupTime } from './startup-time.ts';
import { statementShares } from './statement-share.ts';
import { table } from './table.ts';

type Figure = (stand: Stand, teardown: AsyncDisposableStack) => Promise<Row[]>;

const alternation = { rounds: 15, roundMs: 500, warmUpMs: 1500 };

const figures: Readonly<Record<string, Figure>> = {
  kit: (stand, teardown) => kitCost(stand, alternation, teardown),
  statements: (stand, teardown) => statementShares(stand, alternation, teardown),
  hop: (stand) => gatewayHop(stand, { rounds: 5, roundMs: 2500, warmUpMs: 500 }),
  startup: (stand) => startupTime(stand, 15),
  memory: (stand) => residentMemoryAfterBookings(stand, 400),
};

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(names: readonly string[]): Promise<Row[]> {
  await using teardown = new AsyncDisposableStack();
  const stand = await openStand(tell, teardown);
  const rows: Row[] = [];
  for (const name of names) {
    tell(name);
    await using ending = new AsyncDisposableStack();
    rows.push(...((await figures[name]?.(stand, ending)) ?? []));
  }
  return rows;
}

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(figures);
process.stdout.write(`${table(await measure(names))}\n`);
