/**
 * lacks tells a test to be skipped by name where this machine has not what it needs; REQUIRE=name,name (or all)
 * turns that into a failure.
 */
export function lacks(name: string, isThere: boolean): boolean {
  const required = (process.env['REQUIRE'] ?? '').split(',');
  if (!isThere && (required.includes(name) || required.includes('all'))) {
    throw new Error(`REQUIRE names ${name}, and it is not here.`);
  }
  return !isThere;
}
