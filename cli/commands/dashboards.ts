import type { CliCommand } from '../command.ts';
import { addBuild } from './dashboards-build.ts';

/** dashboardsCommand: `rehearse dashboards`, the Grafana dashboards and Prometheus rules of dashboards/. */
export const dashboardsCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('dashboards')
      .description('write the Grafana dashboards');
    addBuild(command, io, run);
  },
};
