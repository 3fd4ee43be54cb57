import type { Contender, Order, Reading } from '../contender.ts';
import { programOnPath } from '../../model/on-path.ts';
import { runTool } from './tool-run.ts';

/** ToolReading: what a tool's output says. */
export type ToolReading = Pick<Reading, 'timesMs' | 'requests' | 'lost' | 'achievedRps'>;

/** Tool: a load generator of somebody else's, as its users run it. */
export interface Tool {
  /** name in the table; program: what it is called on PATH. */
  readonly name: string;
  readonly program: string;
  /** model: closed unless it says otherwise. */
  readonly model?: Contender['model'];
  args(order: Order): readonly string[];
  /** stdin: what it is to read. */
  stdin?(order: Order): string;
  /** report: arguments of a second run that is given what the first one wrote, for a tool that sums up apart. */
  readonly report?: readonly string[];
  /** read makes sense of what it printed. */
  read(stdout: string, order: Order): ToolReading;
}

/** graceMs: what a tool may take beyond the time it was asked to measure for. */
const graceMs = 15_000;

/** toolContender puts a tool to the test where it is on PATH. Evenly spaced arrivals are all that such tools know. */
export function toolContender(tool: Tool): Contender {
  return {
    name: tool.name,
    model: tool.model ?? 'closed',
    thorough: false,
    arrivalsFor: (asked) => (tool.model === 'open' ? 'uniform' : asked),
    absent: async () =>
      programOnPath(tool.program) === undefined ? `${tool.program} is not on PATH` : undefined,
    async measure(order) {
      const limitMs = order.durationMs + graceMs;
      const limits = { limitMs, signal: order.signal };
      const input = tool.stdin?.(order) ?? '';
      const { stdout, cpuSeconds } = await runTool(tool.program, tool.args(order), { ...limits, input });
      const told =
        tool.report === undefined
          ? stdout
          : (await runTool(tool.program, tool.report, { ...limits, input: stdout })).stdout;
      const read = tool.read(Buffer.from(told).toString(), order);
      return {
        ...read,
        startedMs: null,
        offeredRps: null,
        dispatchDelayMs: null,
        cpuUsPerRequest: read.requests === 0 ? null : (cpuSeconds * 1e6) / read.requests,
        invalidBecause: [],
      };
    },
  };
}
