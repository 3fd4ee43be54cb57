import type { Front } from '../openapi/front.ts';
import { PUBLIC_READING } from './routes.ts';

const withToken = { token: [] };

/** gatewayFront says what the gateway adds to the documents of the services behind it. */
export const gatewayFront: Front = {
  name: 'gateway',
  description:
    'Everything that events and bookings answer, under one address, and what the web page tells of itself.',
  prefix: '/api',
  problems: {
    401: ['token-needed', 'token-refused'],
    413: ['body-too-large'],
    429: ['too-many-requests'],
    502: ['upstream-failed'],
    503: ['no-ready-replica'],
    504: ['upstream-timeout'],
  },
  setsHeaders: ['x-user-id'],
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: "Its subject is the user's id. Reading events and locations needs none.",
    },
  },
  security: [withToken],
  securityOf: (service, method) =>
    service === PUBLIC_READING && method === 'GET' ? { security: [{}, withToken] } : {},
};
