import { PassThrough } from 'node:stream';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { until } from '../testing/until.ts';
import { type RunningGateway, gatewayOver } from './fixtures/gateway.ts';
import { startUpstream } from './fixtures/upstream.ts';

const bodyLimitBytes = 1000;

const post = (gateway: RunningGateway, body: Buffer | PassThrough) =>
  request(`${gateway.url}/api/users`, { method: 'POST', body });

const failed = (gateway: RunningGateway) =>
  gateway.metric('gateway_upstream_failures_total{service="bookings",kind="reset"}');

test('a body as large as may be is passed on; one that says it is larger is answered 413, and no replica hears of it', async () => {
  const upstream = await startUpstream((received, response) => received.pipe(response));
  const gateway = await gatewayOver([upstream], { bodyLimitBytes });
  const fits = await post(gateway, Buffer.alloc(bodyLimitBytes, 'a'));
  expect([fits.statusCode, (await fits.body.text()).length]).toEqual([200, bodyLimitBytes]);
  const refused = await post(gateway, Buffer.alloc(bodyLimitBytes + 1));
  expect([refused.statusCode, await refused.body.json()]).toEqual([
    413,
    expect.objectContaining({
      type: 'urn:rehearse:problem:body-too-large',
      detail: expect.stringContaining('at most 1000 bytes') as string,
    }),
  ]);
  expect(upstream.received).toHaveLength(1);
});

test('a body that does not say how large it is is broken off at its replica once it is too large, and answered 413', async () => {
  const upstream = await startUpstream((received) => void received.resume());
  const gateway = await gatewayOver([upstream], { bodyLimitBytes });
  const body = new PassThrough();
  const asked = post(gateway, body);
  body.write(Buffer.alloc(bodyLimitBytes));
  await until(() => expect(upstream.received).toHaveLength(1));
  body.write('a');
  const { statusCode, body: answer } = await asked;
  expect([statusCode, await answer.json()]).toMatchObject([
    413,
    { type: 'urn:rehearse:problem:body-too-large' },
  ]);
  await until(() => expect(upstream.connections.size).toBe(0));
  expect(upstream.received[0]?.complete).toBe(false);
  expect(await failed(gateway)).toBe(0);
  body.end();
});
