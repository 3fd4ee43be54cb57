import { z } from 'zod';

/** replicaName: the two fields that say which replica of which service something is about. */
export const replicaName = { service: z.string(), replica: z.string() };
