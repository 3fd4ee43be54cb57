import { ExecaError } from 'execa';
import { describe, expect, test } from 'vitest';
import { docker, dockerProblem } from './docker.ts';

/** failed gives the error of a command that said something and ended with 1. */
function failed(stderr: string): ExecaError {
  return Object.assign(Object.create(ExecaError.prototype) as ExecaError, {
    stderr,
    stdout: '',
    exitCode: 1,
  });
}

describe('a docker command that fails is one line with the next step', () => {
  test.each([
    [
      'no permission',
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get …',
      'usage',
      /refuses this user.*/,
      /group docker/,
    ],
    [
      'no permission, as newer clients say it',
      'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
      'usage',
      /refuses this user/,
      /group docker/,
    ],
    [
      'no engine',
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'usage',
      /does not answer \(unix:\/\/\/var\/run\/docker\.sock\)/,
      /systemctl start docker/,
    ],
    [
      'no engine, as newer clients say it',
      'failed to connect to the docker API at unix:///nowhere.sock; check if the path is correct',
      'usage',
      /does not answer \(unix:\/\/\/nowhere\.sock\)/,
      /--target process/,
    ],
    ['anything else', 'Error: no such thing', 'harness', /docker inspect failed \(1\)/, /lines below/],
  ])('%s', (_, stderr, kind, message, next) => {
    const problem = dockerProblem('docker inspect', failed(stderr));
    expect(problem).toMatchObject({
      kind,
      message: expect.stringMatching(message) as string,
      next: expect.stringMatching(next) as string,
    });
    expect(problem.message).not.toContain('\n');
  });

  test('no command', async () => {
    await expect(docker(['version'], { env: { PATH: '/nowhere' } })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/no "docker" on PATH/) as string,
    });
  });
});
