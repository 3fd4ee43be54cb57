import { asCarried } from '../kit/tracing/trace-context.ts';
import type { Tracing, WorkSpan } from '../kit/tracing/tracing.ts';
import type { Broker } from './broker.ts';
import type { Message } from './message.ts';

/** publishTraced publishes messages, each of which says from now on that it was caused by its own sending. */
export async function publishTraced(
  tracing: Tracing,
  broker: Pick<Broker, 'publish'>,
  messages: readonly Message[],
): Promise<void> {
  const sent = messages.map((message) => ({ message, span: tracing.send(message) }));
  const end = (error?: unknown) => sent.forEach(({ span }) => span?.end(error));
  await broker.publish(sent.map(causedBySending)).then(
    () => end(),
    (error: unknown) => {
      end(error);
      throw error;
    },
  );
}

function causedBySending({
  message,
  span,
}: {
  readonly message: Message;
  readonly span: WorkSpan | undefined;
}) {
  return span === undefined ? message : { ...message, trace: asCarried(span) };
}
