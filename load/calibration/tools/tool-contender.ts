import type { Contender, Order, Reading } from '../contender.ts';
import { programOnPath, runTool } from './tool-run.ts';

/** ToolReading: what a tool's output says. */
export type ToolReading = Pick<Reading, 'timesMs' | 'requests' | 'lost' | 'achievedRps'>;

/** Tool: a load generator of somebody else's, as its users run it. */
export interface Tool {
  /** name in the table; program: what it is called on PATH. */
  readonly name: string;
  readonly program: string;
  args(order: Order): Promise<readonly string[]> | readonly string[];
  /** read makes sense of what it printed. */
  read(stdout: string, order: Order): ToolReading;
}

/** graceMs: what a tool may take beyond the time it was asked to measure for. */
const graceMs = 15_000;

/** toolContender puts a tool to the test where it is on PATH. All of these wait for each answer. */
export function toolContender(tool: Tool): Contender {
  return {
    name: tool.name,
    model: 'closed',
    arrivalsFor: (asked) => asked,
    absent: async () =>
      (await programOnPath(tool.program)) === undefined ? `${tool.program} is not on PATH` : undefined,
    async measure(order) {
      const limitMs = order.durationMs + graceMs;
      const args = await tool.args(order);
      const { stdout, cpuSeconds } = await runTool(tool.program, args, { limitMs, signal: order.signal });
      const read = tool.read(stdout, order);
      return {
        ...read,
        offeredRps: null,
        dispatchDelayMs: null,
        cpuUsPerRequest: read.requests === 0 ? null : (cpuSeconds * 1e6) / read.requests,
        invalidBecause: [],
      };
    },
  };
}
