import type { Front } from '../openapi/document.ts';

/** gatewayFront says what the gateway adds to the documents of the services behind it. */
export const gatewayFront: Front = {
  name: 'gateway',
  description: 'Everything that events and bookings answer, under one address.',
  prefix: '/api',
  problems: { 502: ['upstream-failed'], 503: ['no-ready-replica'], 504: ['upstream-timeout'] },
  security: [],
  securitySchemes: {},
};
