import { readDashboard } from '../../dashboards/classic-json.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import type { CliCommand } from '../command.ts';
import { checkAgainst } from '../dashboards/check-against.ts';
import { checkByRun } from '../dashboards/check-by-run.ts';
import { loadInGrafana } from '../dashboards/grafana.ts';
import { reportOf } from '../dashboards/check-report.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { option } from '../options/option.ts';

interface CheckFlags {
  readonly prometheus?: string;
  readonly grafana?: string;
}

const options = [
  option({
    flags: '--prometheus <url>',
    description:
      'a server that scrapes services under load (default: one of its own, with services and a short run)',
  }),
  option({
    flags: '--grafana <url>',
    description: 'also load the dashboards there, by its HTTP API: http://user:password@127.0.0.1:3000',
  }),
];

const help = `
Without --prometheus it starts a real Prometheus ("prometheus" 3 on PATH, or its image in Docker), runs the services under
a short load with a scale step and a restart, tells the gateway of visits as the web page would, and asks every query of
every panel, variable, annotation and rule. Each must answer with data, the labels that its legend shows and values that
its unit allows, panels of the services within 30 s after the load began. What rests on something that is not there is
named.

Exit: 0 every query answered as it should, 1 some did not, 2 there is no Prometheus.`;

/** addCheck: `rehearse dashboards check`. */
export const addCheck: CliCommand['add'] = (program, io, run) => {
  const command = program
    .command('check')
    .description('ask a real Prometheus every query of every dashboard and rule')
    .addHelpText('after', help);
  for (const one of options) command.addOption(one);
  command.action((flags: CheckFlags) => run(() => check(flags, io)));
};

async function check(flags: CheckFlags, io: Io): Promise<ExitCode> {
  const files = provisionedFiles();
  const dashboards = files.map(({ text }) => readDashboard(text));
  const grafana = flags.grafana === undefined ? undefined : parseServerUrl('--grafana', flags.grafana);
  const findings = await (flags.prometheus === undefined
    ? checkByRun(dashboards, io)
    : checkAgainst(dashboards, parseServerUrl('--prometheus', flags.prometheus), io));
  const loaded = grafana === undefined ? [] : await loadInGrafana(files, grafana);
  const report = reportOf([...findings, ...loaded]);
  io.out.write(report.text);
  if (grafana === undefined) say(io, 'not loaded into a Grafana: none was given (--grafana).');
  if (io.interrupted.aborted) return ExitCode.interrupted;
  return report.failed === 0 ? ExitCode.pass : ExitCode.harnessFailed;
}
