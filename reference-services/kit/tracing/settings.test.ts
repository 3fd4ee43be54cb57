import { expect, test } from 'vitest';
import { runCommand } from '../../testing/service.ts';
import { readConfig } from '../config.ts';
import { namesTracing, tracingOptions, tracingSettings } from './settings.ts';

type Variables = Readonly<Record<string, string>>;

const optionsOf = (environment: Variables) =>
  tracingOptions(readConfig(tracingSettings('bookings'), environment), 'bookings-1', environment);

test.each<[Variables, string | undefined]>([
  [{}, undefined],
  [{ OTEL_SERVICE_NAME: 'a' }, undefined],
  [{ OTEL_TRACES_EXPORTER: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' }, 'http://a:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a/otlp/' }, 'https://a/otlp/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a/otlp?key=1' }, 'https://a/otlp/v1/traces?key=1'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a/as/it/is' }, 'http://a/as/it/is'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/' }, 'http://b/'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_EXPORTER: 'none' }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'true' }, undefined],
  [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'false' }, 'http://localhost:4318/v1/traces'],
])('%j sends traces to %s', (environment, url) => {
  expect(optionsOf(environment)?.url).toBe(url);
});

test.each<[Variables, string]>([
  [{}, 'bookings'],
  [{ OTEL_SERVICE_NAME: 'mine' }, 'mine'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=theirs' }, 'theirs'],
  [{ OTEL_SERVICE_NAME: 'mine', OTEL_RESOURCE_ATTRIBUTES: 'service.name=theirs' }, 'mine'],
  [{ OTEL_SERVICE_NAME: 'bookings', OTEL_RESOURCE_ATTRIBUTES: 'service.name=theirs' }, 'bookings'],
])('%j names the service %s', (environment, serviceName) => {
  expect(optionsOf({ OTEL_TRACES_EXPORTER: 'otlp', ...environment })?.serviceName).toBe(serviceName);
});

test('lists of names and values are decoded', () => {
  const environment = {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_RESOURCE_ATTRIBUTES: 'a=1, b.c = x%2Cy=z ,d=',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20eA==',
  };
  expect(optionsOf(environment)).toMatchObject({
    resourceAttributes: { a: '1', 'b.c': 'x,y=z', d: '' },
    headers: { authorization: 'Basic eA==' },
  });
});

test('nothing is read unless a variable of OpenTelemetry is set', () => {
  expect(namesTracing({ PATH: '/bin', HOTEL_: 'x' })).toBe(false);
  expect(namesTracing({ PATH: '/bin', OTEL_SERVICE_NAME: 'x' })).toBe(true);
});

test.each([
  ['OTEL_TRACES_EXPORTER', 'console', 'is "console": it must be one of otlp, none. Correct it, or unset it,'],
  ['OTEL_SDK_DISABLED', 'yes', 'is "yes": it must be one of true, false.'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'has a value that does not fit: it must be a URL, http'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'is "grpc": it must be one of http/protobuf.'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'secret', 'has a value that does not fit: it must be a list, NAME=VALUE'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=secret%0D%0Ab: c', 'has a value that does not fit'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=secret%', 'has a value that does not fit'],
  ['OTEL_RESOURCE_ATTRIBUTES', '=x', 'is "=x": it must be a list, NAME=VALUE'],
  ['OTEL_TRACES_SAMPLER', 'always', 'is "always": it must be one of parentbased_always_on'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'is "1.5": it must be a number from 0 to 1.'],
  ['OTEL_BSP_SCHEDULE_DELAY', '0', 'is "0": it must be an integer from 1 to 600000, milliseconds.'],
])('a wrong %s, %s, is one line', (variable, value, line) => {
  const environment = { [variable]: value };
  const reading = () => readConfig(tracingSettings('bookings'), environment);
  expect(reading).toThrow(`${variable} ${line}`);
  expect(reading).not.toThrow(/secret|\n/);
});

test('a wrong variable ends a service with exit code 2, and --help names them all', async () => {
  const wrong = await runCommand('kit/fixtures/slow-service.ts', ['serve'], { OTEL_TRACES_EXPORTER: 'no' });
  expect(wrong).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^OTEL_TRACES_EXPORTER .*\n$/),
  });
  const { stdout } = await runCommand('kit/fixtures/slow-service.ts', ['--help']);
  for (const { variable } of Object.values(tracingSettings('slow')))
    expect(stdout).toContain(`  ${variable}\n`);
});
