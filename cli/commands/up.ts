import type { CliCommand } from '../command.ts';
import { upCompose } from './up-compose.ts';
import {
  refuseForCompose,
  refuseForProcess,
  refuseUnknownServices,
  upOptions,
  type UpFlags,
} from './up-flags.ts';
import { upProcess } from './up-process.ts';

const help = `
Examples:
  rehearse up                                 services, Prometheus and Grafana in containers; rehearse down ends them
  rehearse up --load 10 --replicas bookings=3 with three replicas of bookings and visitors who book
  rehearse up --target process                the services alone, without Docker`;

/** upCommand: `rehearse up`, services to look at. */
export const upCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('up')
      .description('start the services with demo data, and what shows them')
      .addHelpText('after', help);
    for (const upOption of upOptions) command.addOption(upOption);
    command.action((flags: UpFlags) =>
      run(async () => {
        refuseUnknownServices(flags);
        if (flags.target === 'process') {
          refuseForProcess(flags);
          return upProcess(flags, io);
        }
        refuseForCompose(flags);
        return upCompose(flags, io);
      }),
    );
  },
};
