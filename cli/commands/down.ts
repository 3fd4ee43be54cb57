import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { option } from '../options/option.ts';
import { progressFor } from '../progress/progress.ts';
import { removeStackKey } from '../stack-key.ts';
import { findCompose } from '../stack/compose-tool.ts';
import { endStack, remainsOf } from '../stack/end-stack.ts';
import { forgetSettings, readSettings } from '../stack/stack-settings.ts';
import { projectOption, type ProjectFlag } from './up-flags.ts';

interface DownFlags extends ProjectFlag {
  readonly volumes?: boolean;
}

/** downCommand: `rehearse down`, the end of what `rehearse up` started in containers. */
export const downCommand: CliCommand = {
  add(program, io, run) {
    program
      .command('down')
      .description('end the stack that rehearse up started in containers')
      .addOption(
        option({
          flags: '--volumes',
          description: 'delete its data, passwords and keys as well (default: they stay)',
        }),
      )
      .addOption(projectOption)
      .action((flags: DownFlags) => run(() => down(flags, io)));
  },
};

async function down({ project, volumes = false }: DownFlags, io: Io): Promise<ExitCode> {
  const progress = progressFor(io);
  try {
    await lookAtDocker();
    const tool = await findCompose(io.env);
    const there = await remainsOf(project, volumes);
    progress.begin('End');
    if (there.length > 0) await endStack(tool, project, { volumes, signal: io.interrupted });
    progress.end(there.length > 0 ? 'nothing is left' : 'there was nothing');
    const settings = await readSettings(project);
    if (settings !== undefined) await removeStackKey(settings.ports.gateway, io.env);
    if (volumes) await forgetSettings(project);
    else if (settings !== undefined)
      say(io, 'its data stays for the next up (rehearse down --volumes deletes it)');
    return ExitCode.pass;
  } finally {
    progress.close();
  }
}

/** lookAtDocker throws a Problem where Docker cannot be asked; without it nothing can be ended. */
async function lookAtDocker(): Promise<void> {
  try {
    await docker(['version', '--format', '{{.Server.Version}}']);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const next = 'Run rehearse down again when Docker answers: containers that it kept come back with it.';
    throw new Problem(error.kind, error.message, { next, cause: error });
  }
}
