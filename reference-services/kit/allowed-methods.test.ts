import { expect, test } from 'vitest';
import { AllowedMethods } from './allowed-methods.ts';

function known(): AllowedMethods {
  const allowed = new AllowedMethods();
  allowed.add('/events', ['POST', 'GET']);
  allowed.add('/events', 'HEAD');
  allowed.add('/events/:id', 'GET');
  allowed.add('/events/*', 'PUT');
  allowed.add('/a.b', 'GET');
  return allowed;
}

test.each([
  ['/events', ['GET', 'HEAD', 'POST']],
  ['/events/1', ['GET', 'PUT']],
  ['/events/1/2', ['PUT']],
  ['/a.b', ['GET']],
  ['/axb', []],
  ['/event', []],
  ['/', []],
])('at %s every method of every route that fits is allowed: %j', (path, methods) => {
  expect(known().at(path)).toEqual(methods);
});
