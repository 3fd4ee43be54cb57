import { expect, test } from 'vitest';
import { conditionOf, describeHalf } from './stack-condition.ts';
import type { StackContainer } from './stack-containers.ts';

function container(service: string, as: Partial<StackContainer> = {}): StackContainer {
  const name = `rehearse-${service}-1`;
  return { id: name, name, service, status: 'running', exitCode: 0, health: 'healthy', ...as };
}

const done = { status: 'exited', health: undefined };
const whole = [
  ...['postgres', 'events', 'bookings', 'gateway', 'prometheus'].map((name) => container(name)),
  container('migrate-events', done),
  container('migrate-bookings', done),
];

/** without one service, or with another in its place. */
function changed(service: string, changes?: Partial<StackContainer>): StackContainer[] {
  const others = whole.filter((one) => one.service !== service);
  return changes === undefined ? others : [...others, container(service, changes)];
}

test('a stack without containers is down', () => {
  expect(conditionOf([])).toEqual({ is: 'down' });
});

test('a stack is up when all that lasts is healthy and all that passes has ended well', () => {
  expect(conditionOf(whole)).toEqual({ is: 'up' });
  expect(conditionOf([...whole, container('grafana', { health: undefined })])).toEqual({ is: 'up' });
});

test.each([
  ['its health is not known yet', changed('gateway', { health: 'starting' }), 'rehearse-gateway-1'],
  [
    'it waits for another',
    changed('bookings', { status: 'created', health: undefined }),
    'rehearse-bookings-1',
  ],
  ['it still migrates', changed('migrate-events', { health: undefined }), 'rehearse-migrate-events-1'],
])('a stack is starting while of one part %s', (_, containers, name) => {
  expect(conditionOf(containers)).toEqual({ is: 'starting', waitingFor: [name] });
});

test.each([
  ['has ended', changed('bookings', { status: 'exited', exitCode: 137 }), 'rehearse-bookings-1 ended (137)'],
  ['is not healthy', changed('gateway', { health: 'unhealthy' }), 'rehearse-gateway-1 is unhealthy'],
  [
    'could not migrate',
    changed('migrate-events', { ...done, exitCode: 1 }),
    'rehearse-migrate-events-1 ended (1)',
  ],
  ['is missing', changed('prometheus'), 'prometheus is missing'],
])('a stack is half up when one part %s', (_, containers, words) => {
  const condition = conditionOf(containers);
  expect(condition.is === 'half' && describeHalf(condition)).toBe(words);
});
