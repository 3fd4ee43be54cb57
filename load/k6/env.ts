/// <reference types="k6" />

/** setting reads an environment variable of a script (`-e NAME=value`); an empty one counts as absent. */
export function setting(name: string): string | undefined {
  const value = __ENV[name];
  return value === undefined || value === '' ? undefined : value;
}

/** numberSetting reads a number above 0. Throws where the text is none. */
export function numberSetting(name: string, fallback: number): number {
  const text = setting(name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name}=${text}: give a number above 0`);
  return value;
}
