import type { CliCommand } from '../command.ts';
import { addBuild } from './dashboards-build.ts';
import { addCheck } from './dashboards-check.ts';

/** dashboardsCommand: `rehearse dashboards`, the Grafana dashboards and Prometheus rules of dashboards/. */
export const dashboardsCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('dashboards')
      .description('write the Grafana dashboards, or check each of their queries on a real Prometheus');
    addBuild(command, io, run);
    addCheck(command, io, run);
  },
};
