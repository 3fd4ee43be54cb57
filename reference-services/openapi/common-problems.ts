/** ProblemsByStatus: slugs of problems by the status they are answered with. */
export type ProblemsByStatus = Readonly<Record<number, readonly string[]>>;

const always: ProblemsByStatus = {
  400: ['invalid-request', 'malformed-url', 'malformed-http', 'bad-request'],
  408: ['request-timeout'],
  431: ['headers-too-large'],
  500: ['internal'],
};
const withStore: ProblemsByStatus = { 503: ['store-unavailable'] };
const withPathParameters: ProblemsByStatus = { 414: ['path-too-long'] };
const withBody: ProblemsByStatus = {
  400: ['malformed-json'],
  413: ['body-too-large'],
  415: ['unsupported-media-type'],
};

/** commonProblems are those that the kit, and the store of a service that has one, may answer on any route of this kind. */
export function commonProblems(method: string, path: string, hasStore: boolean): ProblemsByStatus {
  return mergeProblems(
    always,
    hasStore ? withStore : {},
    path.includes(':') ? withPathParameters : {},
    method === 'GET' ? {} : withBody,
  );
}

/** mergeProblems joins the slugs of each status. */
export function mergeProblems(...parts: readonly ProblemsByStatus[]): ProblemsByStatus {
  const merged: Record<number, readonly string[]> = {};
  for (const [status, slugs] of parts.flatMap((part) => Object.entries(part))) {
    merged[Number(status)] = [...new Set([...(merged[Number(status)] ?? []), ...slugs])].toSorted();
  }
  return merged;
}
