import type { WorkSpan } from './tracing.ts';

/** ended gives what `work` gives, and ends its span with it; `failureOf` says which results are failures. */
export async function ended<T>(
  span: WorkSpan | undefined,
  work: Promise<T>,
  failureOf: (result: T) => unknown = () => undefined,
): Promise<T> {
  try {
    const result = await work;
    span?.end(failureOf(result));
    return result;
  } catch (error) {
    span?.end(error);
    throw error;
  }
}
