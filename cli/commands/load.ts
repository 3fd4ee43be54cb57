import type { CliCommand } from '../command.ts';
import { parsePositiveDurationMs } from '../options/duration.ts';
import { parseRate } from '../options/number.ts';
import { option } from '../options/option.ts';
import { Problem } from '../../load/model/problem.ts';

/** loadCommand: `rehearse load <url>`, one URL through the paced engine. */
export const loadCommand: CliCommand = {
  add(program, _io, run) {
    program
      .command('load')
      .description('put one URL under load: latency, losses, validity')
      .argument('<url>', 'http URL; loopback unless --i-may-load-this')
      .addOption(
        option({
          flags: '--rate <per-second>',
          description: 'requests started per second',
          parse: parseRate,
          default: 200,
        }),
      )
      .addOption(
        option({
          flags: '--duration <time>',
          description: 'how long to measure',
          parse: parsePositiveDurationMs,
          default: 10_000,
          defaultText: '10s',
        }),
      )
      .action((url: string) =>
        run(async () => {
          throw new Problem('harness', `no engine can load ${url} yet.`);
        }),
      );
  },
};
