import { expect, test } from 'vitest';
import { failureOf, shortageOf } from './failure.ts';

const error = (code: string, name = 'Error'): Error => Object.assign(new Error('said so'), { code, name });

test.each([
  ['a connection that is refused', error('ECONNREFUSED'), { written: false, answered: false }, 'refused'],
  ['a host that is not found', error('ENOTFOUND'), { written: false, answered: false }, 'refused'],
  [
    'a connection reset while it is made',
    error('ECONNRESET'),
    { written: false, answered: false },
    'refused',
  ],
  ['RST before an answer', error('ECONNRESET'), { written: true, answered: false }, 'reset'],
  ['a write after RST', error('EPIPE'), { written: true, answered: false }, 'reset'],
  ['FIN before an answer', error('UND_ERR_SOCKET'), { written: true, answered: false }, 'closed'],
  ['FIN in the body', error('UND_ERR_SOCKET'), { written: true, answered: true }, 'truncated'],
  ['RST in the body', error('ECONNRESET'), { written: true, answered: true }, 'truncated'],
  ['no HTTP at all', error('', 'HTTPParserError'), { written: true, answered: false }, 'status'],
])('%s is %4$s', (_name, thrown, reached, kind) => {
  expect(failureOf(thrown, reached).kind).toBe(kind);
});

test('the detail holds the code, if there is one, and what was said', () => {
  expect(failureOf(error('EPIPE'), { written: true, answered: false }).detail).toBe('EPIPE: said so');
  expect(failureOf(new Error('plain'), { written: true, answered: false }).detail).toBe('plain');
});

test('shortages of this machine are told from failures of the server', () => {
  expect(shortageOf('EMFILE: connect EMFILE 127.0.0.1:80')).toBe('EMFILE');
  expect(shortageOf('EADDRNOTAVAIL: connect')).toBe('EADDRNOTAVAIL');
  expect(shortageOf('ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:80')).toBeUndefined();
});
