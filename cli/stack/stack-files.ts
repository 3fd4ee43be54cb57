import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** composeFolder: where the compose file of the stack is; relative paths in it begin here. */
export const composeFolder = fileURLToPath(new URL('../../compose/', import.meta.url));

/** usualProject: the name of the stack unless the user gives another. */
export const usualProject = 'rehearse';

/** jaegerPort: of 127.0.0.1, as compose.yaml publishes it. */
export const jaegerPort = 16_686;

/** StackFiles: what a stack keeps for its next start, outside git and for its owner alone. */
export interface StackFiles {
  /** settings: passwords and ports; compose reads those of the usual project by itself. */
  readonly settings: string;
  /** keys: the folder of the key that signs tokens. */
  readonly keys: string;
  /** publicKeys: the folder that the gateway sees. */
  readonly publicKeys: string;
}

/** stackFiles: where the files of a project are. */
export function stackFiles(project: string): StackFiles {
  const keys = join(composeFolder, '.secrets', project);
  return {
    settings: join(composeFolder, project === usualProject ? '.env' : `.env.${project}`),
    keys,
    publicKeys: join(keys, 'public'),
  };
}
