import { type CustomTypesConfig, TypeOverrides, types } from 'pg';

// As PostgreSQL writes a timestamptz in a session whose time zone is UTC.
const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;
const { TIMESTAMPTZ } = types.builtins;

/**
 * instantOf gives a timestamptz, as PostgreSQL writes it, in RFC 3339 with milliseconds and in UTC. Answers and messages
 * hold instants as text, so that making dates of them on the way would only take time.
 */
export function instantOf(written: string): string {
  if (!inUtc.test(written))
    return (types.getTypeParser(TIMESTAMPTZ)(written) as unknown as Date).toISOString();
  const milliseconds = written.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return `${written.slice(0, 10)}T${written.slice(11, 19)}.${milliseconds}Z`;
}

const read = new TypeOverrides();
read.setTypeParser(TIMESTAMPTZ, instantOf);

/** instantsAsText: how values are read from PostgreSQL: as the driver does, but instants as text. */
export const instantsAsText: CustomTypesConfig = read;
