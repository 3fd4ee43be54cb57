/** superuser: the role that owns everything on a server of ours. */
export const superuser = 'postgres';

/** textFlags of initdb: the builtin provider makes sorting the same on every machine, whatever locales it has. */
export const textFlags = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
] as const;
