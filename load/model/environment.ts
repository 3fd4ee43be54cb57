import { z } from 'zod';

/** imageUsedSchema: the image that a service was started from; `id` is the digest of its configuration. */
const imageUsedSchema = z.strictObject({ service: z.string(), reference: z.string(), id: z.string() });
/** ImageUsed: one of them. */
export type ImageUsed = z.infer<typeof imageUsedSchema>;

/** environmentSchema: where a result was measured; null where the machine does not tell. */
export const environmentSchema = z.strictObject({
  rehearseVersion: z.string(),
  nodeVersion: z.string(),
  git: z.strictObject({ revision: z.string(), dirty: z.boolean() }).nullable(),
  lockfileSha256: z.string().nullable(),
  os: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  cpuModel: z.string(),
  cores: z.int().positive(),
  cpuGovernor: z.string().nullable(),
  /** idleProcessors: whether processors with nothing to do were kept awake, in words. */
  idleProcessors: z.string().optional(),
  /** pinning: which cores the load generator had for itself, in words. */
  pinning: z.string(),
  totalMemoryBytes: z.number(),
  cgroup: z.strictObject({
    version: z.enum(['v1', 'v2', 'none']),
    cpuLimitCores: z.number().nullable(),
    memoryLimitBytes: z.number().nullable(),
  }),
  loadAverage1mBefore: z.number(),
  /** stealShareBefore: share of CPU time taken by other guests since boot, 0 to 1. */
  cpuStealShare: z.number().nullable(),
  backing: z.array(
    z.strictObject({ name: z.string(), version: z.string(), settings: z.record(z.string(), z.string()) }),
  ),
  /** images that the services ran from; absent where they were processes. */
  images: z.array(imageUsedSchema).optional(),
});
export type Environment = z.infer<typeof environmentSchema>;
