import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { id } from '../kit/fields.ts';
import { Problem } from '../kit/problem.ts';

/** identified is what routes put before their handler that need to know who sends a request. */
export const identified: onRequestHookHandler = (request, _reply, done) => {
  if (id.safeParse(request.raw.headers['x-user-id']).success) return done();
  done(
    new Problem({
      status: 401,
      slug: 'no-user',
      title: 'Nobody is named',
      detail: 'The header x-user-id must be the id of the user; the gateway takes it from the token.',
      headers: { 'www-authenticate': 'Bearer realm="booking platform"' },
    }),
  );
};

/** callerOf gives the id of the user who sends an identified request. */
export function callerOf({ raw }: FastifyRequest): string {
  return id.parse(raw.headers['x-user-id']);
}

/**
 * mustBe throws a 403 problem unless what is asked for is the caller's own. Not 404: ids cannot be guessed, so there is
 * nothing to hide, and whoever took the wrong token learns what is wrong.
 */
export function mustBe(ownerId: string, callerId: string): void {
  if (ownerId === callerId) return;
  throw new Problem({
    status: 403,
    slug: 'not-yours',
    title: "This is another user's",
    detail: 'Users see and change only what is their own.',
  });
}
