import { resolve } from 'node:path';
import { chromiumOnPath } from '../../browser/chromium.ts';
import { readDashboard } from '../../dashboards/classic-json.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import { Problem } from '../../load/model/problem.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import type { CliCommand } from '../command.ts';
import { checkAgainst } from '../dashboards/check-against.ts';
import { checkByRun } from '../dashboards/check-by-run.ts';
import type { GrafanaLook } from '../dashboards/check-in-grafana.ts';
import { findGrafanaImage } from '../dashboards/grafana-image.ts';
import { loadInGrafana } from '../dashboards/grafana.ts';
import { reportOf } from '../dashboards/check-report.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { option } from '../options/option.ts';

interface CheckFlags {
  readonly prometheus?: string;
  readonly grafana?: string;
  readonly screenshots?: string;
}

const options = [
  option({
    flags: '--prometheus <url>',
    description:
      'a server that scrapes services under load (default: one of its own, with services and a short run)',
  }),
  option({
    flags: '--grafana <url>',
    description:
      'load the dashboards there, by its HTTP API: http://user:password@127.0.0.1:3000; those that it has from files, as that of the stack has, are held against ours (default: one of its own)',
  }),
  option({
    flags: '--screenshots <directory>',
    description: 'where a picture of each dashboard is put, as Chromium shows it (with a Grafana of its own)',
  }),
];

const help = `
Without --prometheus it starts a real Prometheus ("prometheus" 3 on PATH, or its image in Docker), runs the services under
a short load with a scale step and a restart, tells the gateway of visits as the web page would, and asks every query of
every panel, variable, annotation and rule. Each must answer with data, the labels that its legend shows and values that
its unit allows, within 30 s after there was something for it to show: the load, a start, a scale step, the end of the run.
What rests on something that is not there is named.

Where Grafana's image is here (GRAFANA_IMAGE, or any grafana/grafana), it starts that as well, as the stack of "rehearse up"
would, and asks it all of this by its HTTP API, as a visitor who has not signed in.

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
  const given = flags.grafana === undefined ? undefined : parseServerUrl('--grafana', flags.grafana);
  const look = await lookFor(flags, io);
  const findings = await (flags.prometheus === undefined
    ? checkByRun(dashboards, io, look)
    : checkAgainst(dashboards, parseServerUrl('--prometheus', flags.prometheus), io));
  const loaded = given === undefined ? [] : await loadInGrafana(files, given);
  const report = reportOf([...findings, ...loaded]);
  io.out.write(report.text);
  if (given === undefined && look === undefined) say(io, unseen(flags));
  if (io.interrupted.aborted) return ExitCode.interrupted;
  return report.failed === 0 ? ExitCode.pass : ExitCode.harnessFailed;
}

/** lookFor: how a Grafana is looked through, where the check starts one. */
async function lookFor(flags: CheckFlags, io: Io): Promise<GrafanaLook | undefined> {
  const { prometheus, grafana, screenshots } = flags;
  const starts = prometheus === undefined && grafana === undefined;
  const image = starts ? await findGrafanaImage(io.env) : undefined;
  if (screenshots === undefined) return image === undefined ? undefined : { image };
  if (image === undefined) throw new Problem('usage', `--screenshots: ${unseen(flags)}`);
  const chromium = chromiumOnPath(io.env['PATH']);
  if (chromium === undefined) throw new Problem('usage', '--screenshots: there is no Chromium on PATH.');
  return { image, pictures: { chromium, directory: resolve(io.workingDirectory, screenshots) } };
}

/** unseen says why no Grafana showed the dashboards. */
function unseen({ prometheus }: CheckFlags): string {
  return prometheus === undefined
    ? 'not loaded into a Grafana: its image is not here (docker pull grafana/grafana), and none was given (--grafana).'
    : 'not loaded into a Grafana: none was given (--grafana), and one of its own goes with a Prometheus of its own.';
}
