/** firstCause gives the code and the message of a failure; one without either has empty ones. */
export function firstCause(error: unknown): { readonly code: string; readonly message: string } {
  // Trying both addresses of a name gives an AggregateError without a message of its own.
  const { errors } = (error ?? {}) as { errors?: unknown[] };
  const { code = '', message = '' } = (errors?.[0] ?? error ?? {}) as { code?: string; message?: string };
  return { code, message };
}

/** failureText describes a failure in a few words, by what caused it when it says so. */
export function failureText(error: unknown): string {
  const { cause } = (error ?? {}) as { cause?: unknown };
  const { code, message } = firstCause(cause ?? error);
  return message || code || String(error);
}
