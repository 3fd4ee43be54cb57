import * as z from 'zod';

/** Setting is one environment variable: its name, what it means, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  /** What values it takes, with their unit and limits, as `--help` and errors show it. */
  readonly type: string;
  readonly meaning: string;
  /** The text used when the variable is unset or empty, '' if that is a value; without it the variable is required. */
  readonly fallback?: string;
  /** Its value is never printed. */
  readonly secret?: boolean;
  readonly schema: z.ZodType<T, string>;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Config<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};
export type Environment = Readonly<Record<string, string | undefined>>;

/** ConfigError is a wrong or missing setting: each line says what, which limit, and the next step. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

type Described<T> = Omit<Setting<T>, 'variable' | 'schema' | 'type'>;

/** text is a setting that takes any value matching `pattern`. */
export function text(
  variable: string,
  options: Described<string> & { readonly type: string; readonly pattern: RegExp },
): Setting<string> {
  const { pattern, ...described } = options;
  return { ...described, variable, schema: z.string().regex(pattern) };
}

/** integer is a setting that takes a whole number from `min` to `max`; `unit` is shown, not applied. */
export function integer(
  variable: string,
  options: Described<number> & { readonly min: number; readonly max: number; readonly unit?: string },
): Setting<number> {
  const { min, max, unit, ...described } = options;
  const type = `integer from ${min} to ${max}${unit ? `, ${unit}` : ''}`;
  const schema = z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
  return { ...described, variable, type, schema };
}

/** share is a setting that takes a number from 0 (never) to 1 (always). */
export function share(variable: string, described: Described<number>): Setting<number> {
  const schema = z
    .string()
    .regex(/^(\d+(\.\d+)?|\.\d+)$/)
    .transform(Number)
    .pipe(z.number().max(1));
  return { ...described, variable, type: 'number from 0 to 1', schema };
}

/** choice is a setting that takes one of a few words. */
export function choice<const W extends string>(
  variable: string,
  words: readonly W[],
  described: Described<W>,
): Setting<W> {
  return { ...described, variable, type: `one of ${words.join(', ')}`, schema: z.enum(words) };
}

/** optional is a setting that may be unset, and is undefined then. */
export function optional<T>({ schema, ...setting }: Setting<T>): Setting<T | undefined> {
  const unset = z.literal('').transform(() => undefined);
  return { ...setting, fallback: '', schema: z.union([unset, schema]) };
}

/** url is a setting that takes a URL with one of `schemes`; as it may hold a password it is never printed. */
export function url(
  variable: string,
  options: Described<string> & { readonly schemes: readonly string[] },
): Setting<string> {
  const { schemes, ...described } = options;
  const schema = z
    .string()
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)));
  return { ...described, variable, secret: true, type: `URL, ${schemes.join(':// or ')}://`, schema };
}

/**
 * readConfig turns the environment into typed values.
 * An empty variable counts as unset. It throws a ConfigError with one line for every wrong variable.
 */
export function readConfig<const S extends Settings>(settings: S, environment: Environment): Config<S> {
  const values: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, setting] of Object.entries(settings)) {
    const given = environment[setting.variable] || undefined;
    const parsed = setting.schema.safeParse(given ?? setting.fallback);
    if (parsed.success) values[key] = parsed.data;
    else wrong.push(describeWrong(setting, given));
  }
  if (wrong.length > 0) throw new ConfigError(wrong);
  return values as Config<S>;
}

function describeWrong(setting: Setting<unknown>, given: string | undefined): string {
  const { variable, type, fallback, secret } = setting;
  if (given === undefined)
    return `${variable} is not set: it must be ${withArticle(type)}. Set it and start again.`;
  const shown = secret ? 'has a value that does not fit' : `is ${JSON.stringify(given.slice(0, 80))}`;
  const nextStep =
    fallback === undefined
      ? 'Correct it'
      : `Correct it, or unset it${fallback && ` for the default ${fallback}`}`;
  return `${variable} ${shown}: it must be ${withArticle(type)}. ${nextStep}, and start again.`;
}

function withArticle(type: string): string {
  if (type.startsWith('one of')) return type;
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}
