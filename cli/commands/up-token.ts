/** demoTokenSubject: whom the token is for that `up` prints. */
export const demoTokenSubject = 'demo';
export const demoTokenLifeMs = 86_400_000;

/** demoTokenLines: the token as a person is shown it, and the page's address, which takes it out of itself at once. */
export function demoTokenLines(token: string, entryUrl: string): string {
  return `web page, signed in: ${entryUrl}/#token=${token}\ntoken of "${demoTokenSubject}", for 24 hours (rehearse token signs more):\n${token}\n`;
}
