/** The token that `up` prints: for whom, and for how long. */
export const demoTokenSubject = 'demo';
export const demoTokenLifeMs = 86_400_000;

/** demoTokenLines: the token as a person is shown it. */
export function demoTokenLines(token: string): string {
  return `token of "${demoTokenSubject}", for 24 hours (rehearse token signs more):\n${token}\n`;
}
