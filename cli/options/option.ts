import { Option } from 'commander';

/** Flag: one option of a command; its environment twin is REHEARSE_ and the flag's name in capitals. */
export interface Flag<T> {
  readonly flags: string;
  readonly description: string;
  readonly parse?: (text: string, previous: T) => T;
  readonly default?: T;
  /** defaultText: the default as the user would type it. */
  readonly defaultText?: string;
  readonly choices?: readonly string[];
  /** preset: what the flag means when its value is left out. */
  readonly preset?: string;
}

/** option makes a commander option with an environment twin from a flag. */
export function option<T>(flag: Flag<T>): Option {
  const made = new Option(flag.flags, flag.description);
  if (flag.choices) made.choices(flag.choices);
  if (flag.parse) made.argParser(flag.parse);
  if (flag.preset !== undefined) made.preset(flag.preset);
  if (flag.default !== undefined) made.default(flag.default, flag.defaultText);
  return made.env(`REHEARSE_${made.name().replaceAll('-', '_').toUpperCase()}`);
}
