import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Gathering, gathered } from './gathered.ts';

const patient = { atOnce: 1, most: 10, patienceMs: 60_000 };

/** Questions are answered by themselves, once `release` is called for the call that they are in. */
function held(gathering: Gathering) {
  const calls: { readonly questions: readonly string[]; readonly release: (error?: Error) => void }[] = [];
  const ask = gathered<string, string>(async (questions) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    calls.push({ questions, release: (error) => (error ? reject(error) : resolve(questions)) });
    return promise;
  }, gathering);
  return { ask, calls, asked: () => calls.map(({ questions }) => questions.join('')) };
}

test('what one turn brings is asked together, and answered each its own', async () => {
  const { ask, calls, asked } = held(patient);
  const answers = Promise.all(['a', 'b', 'c'].map(ask));
  await setImmediate();
  calls[0]!.release();
  expect([await answers, asked()]).toEqual([['a', 'b', 'c'], ['abc']]);
});

test('a question that comes alone does not wait for company', async () => {
  const { ask, asked } = held(patient);
  void ask('a');
  await setImmediate();
  expect(asked()).toEqual(['a']);
});

test('what comes while as many calls are under way as may be goes with the next', async () => {
  const { ask, calls, asked } = held({ ...patient, atOnce: 2 });
  for (const question of 'abcd') {
    void ask(question);
    await setImmediate();
  }
  expect(asked()).toEqual(['a', 'b']);
  calls[1]!.release();
  await setImmediate();
  expect(asked()).toEqual(['a', 'b', 'cd']);
});

test('a call takes no more than it may; the rest follows in order', async () => {
  const { ask, calls, asked } = held({ ...patient, most: 2 });
  const answers = Promise.all('abcde'.split('').map(ask));
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate();
    calls[turn]!.release();
    await setImmediate();
  }
  expect([(await answers).join(''), asked()]).toEqual(['abcde', ['ab', 'cd', 'e']]);
});

test('a call that fails fails its questions alone, and makes room', async () => {
  const { ask, calls } = held(patient);
  const first = ask('a');
  await setImmediate();
  const second = ask('b');
  calls[0]!.release(new Error('no answer'));
  await expect(first).rejects.toThrow('no answer');
  await setImmediate();
  calls[1]!.release();
  expect(await second).toBe('b');
});

test('a call that takes long holds up the others no longer than it may', async () => {
  const { ask, asked } = held({ ...patient, patienceMs: 1 });
  void ask('a');
  await setImmediate();
  void ask('b');
  await expect.poll(asked).toEqual(['a', 'b']);
});

test('a call that ended late makes room only once', async () => {
  const { ask, calls, asked } = held({ ...patient, patienceMs: 1 });
  void ask('a');
  await setImmediate();
  await delay(10);
  const second = ask('b');
  await setImmediate();
  calls[0]!.release();
  calls[1]!.release();
  await second;
  void ask('c');
  await setImmediate();
  expect(asked()).toEqual(['a', 'b', 'c']);
});

test('a call runs in the context of its first question, even when another call made room for it', async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const ask = gathered<string, string>(
    async (questions) => {
      seen.push(context.getStore());
      await setImmediate();
      return questions;
    },
    { ...patient, atOnce: 1 },
  );
  const inContext = (name: string) => context.run(name, () => ask(name));
  const first = inContext('a');
  await setImmediate();
  await Promise.all([first, inContext('b'), inContext('c')]);
  expect(seen).toEqual(['a', 'b']);
});
