import { failureText } from '../kit/failure-text.ts';

/** reading says, when a command cannot read `what`, why and what to do about it. */
export async function reading<T>(what: string, read: Promise<T>): Promise<T> {
  return read.catch((error: unknown) => {
    const advice = 'Check that it runs and is the right one, and run the migrate command.';
    throw new Error(`${what} cannot be read: ${failureText(error)}. ${advice}`, { cause: error });
  });
}
