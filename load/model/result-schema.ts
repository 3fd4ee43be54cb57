import { z } from 'zod';
import { runResultSchema } from './result.ts';

/** resultJsonSchema gives the JSON Schema (2020-12) of `result.json`, as text; it is kept in `result.schema.json`. */
export function resultJsonSchema(): string {
  const schema = {
    title: 'Rehearse run result',
    ...z.toJSONSchema(runResultSchema, { io: 'output', reused: 'ref' }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.main) process.stdout.write(resultJsonSchema());
