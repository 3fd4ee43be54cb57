import { expect, test } from 'vitest';
import type { Scenario, Step } from '../../model/scenario.ts';
import { checkScenario } from './scenario-check.ts';

const step = { name: 'get', method: 'GET' as const, path: '/', expectStatus: [] } satisfies Step;
const sound: Scenario = {
  name: 'test',
  description: '',
  data: { events: ['e'] },
  variables: { event: { oneOf: 'events' } },
  steps: [{ ...step, path: '/{event}', capture: { id: '/id' }, journal: { booked: '{id}' } }],
};

test('a scenario that declares what it uses passes', () => {
  expect(() => checkScenario(sound)).not.toThrow();
});

test.each<[string, Partial<Scenario>, string]>([
  ['a list', { variables: { event: { oneOf: 'halls' } } }, 'variable event draws from the list halls'],
  ['a path', { steps: [{ ...step, path: '/{hall}' }] }, 'step "get" uses {hall}'],
  ['a header', { steps: [{ ...step, headers: { a: '{hall}' } }] }, 'step "get" uses {hall}'],
  ['a body', { steps: [{ ...step, body: [{ a: '{hall}' }] }] }, 'step "get" uses {hall}'],
  [
    'a check',
    { steps: [{ ...step, checks: [{ pointer: '', equals: '{hall}' }] }] },
    'step "get" uses {hall}',
  ],
  ['a requirement', { steps: [{ ...step, requires: ['hall'] }] }, 'step "get" uses {hall}'],
  [
    'a capture before it is made',
    {
      steps: [
        { ...step, path: '/{id}' },
        { ...step, capture: { id: '/id' } },
      ],
    },
    'step "get" uses {id}',
  ],
])('%s that is not declared is a problem of usage', (_name, change, what) => {
  expect(() => checkScenario({ ...sound, ...change })).toThrow(
    `scenario test: ${what}, which is not declared.`,
  );
});
