import { z } from 'zod';

/** warningSchema: what a reader should know before leaning on the figures, with advice where there is some. */
export const warningSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  advice: z.string().optional(),
});
/** Warning: one of them. */
export type Warning = z.infer<typeof warningSchema>;
