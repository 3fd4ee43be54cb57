import type * as z from 'zod';
import type { Effect, Receipt } from '../stores/store.ts';
import type { Delivery } from './broker.ts';
import type { MessageName } from './message.ts';

/** Reader has one kind of message take effect, and gives which; 'unreadable' for a body it does not understand. */
export type Reader = (delivery: Delivery) => Promise<Effect | 'unreadable'>;

export type Readers = Readonly<Partial<Record<MessageName, Reader>>>;

/** reader checks a message's body by `schema` and hands it to `apply`, which must see to it that it counts once. */
export function reader<B>(
  schema: z.ZodType<B>,
  apply: (receipt: Receipt, body: B) => Promise<Effect>,
): Reader {
  return async ({ id, name, body }) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return 'unreadable';
    return apply({ id, name }, parsed.data);
  };
}
