// Imports nothing: dashboards read this table as well.

/** MetricDefinition names one metric of ours; its unit is part of its name. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in the unit of its name. */
  readonly buckets?: readonly number[];
  /** While traces are sent, its buckets name a trace of a value that fell in them. */
  readonly exemplars?: true;
}

const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const delaySeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
// The limits of "good" and "needs improvement" (web.dev/articles/vitals) are bounds of these.
const paintSeconds = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.4, 1.8, 2.5, 3, 4, 6, 10];
const firstByteSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.8, 3, 6];
const interactionSeconds = [0.008, 0.016, 0.024, 0.04, 0.056, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2];
const deliverySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** metricTable holds every metric that the services export beside the process and Node.js ones of prom-client. */
export const metricTable = {
  requestDuration: {
    name: 'http_server_request_duration_seconds',
    type: 'histogram',
    help: 'Time from the headers of a request to the end of its answer. The status is empty when the client left first.',
    labels: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: requestSeconds,
    exemplars: true,
  },
  activeRequests: {
    name: 'http_server_active_requests',
    type: 'gauge',
    help: 'Requests on the public port that are not answered yet.',
    labels: [],
  },
  startupSeconds: {
    name: 'service_startup_seconds',
    type: 'gauge',
    help: 'Time from the start of the process to the end of each phase of its start-up.',
    labels: ['phase'],
  },
  draining: {
    name: 'service_draining',
    type: 'gauge',
    help: '1 from the signal to stop until the process has ended, 0 before.',
    labels: [],
  },
  eventLoopActiveSeconds: {
    name: 'nodejs_eventloop_active_seconds_total',
    type: 'counter',
    help: 'Time the event loop was busy; its rate is the event-loop utilization.',
    labels: [],
  },
  eventLoopIdleSeconds: {
    name: 'nodejs_eventloop_idle_seconds_total',
    type: 'counter',
    help: 'Time the event loop waited for something to do.',
    labels: [],
  },
  eventLoopDelay: {
    name: 'nodejs_eventloop_delay_seconds',
    type: 'histogram',
    help: 'How late a timer of 250 ms fires. Never reset, so that several may scrape it.',
    labels: [],
    buckets: delaySeconds,
  },
  gcDuration: {
    name: 'nodejs_gc_duration_seconds',
    type: 'histogram',
    help: 'Time of each garbage collection by kind: major, minor, incremental or weakcb.',
    labels: ['kind'],
    buckets: delaySeconds,
  },
  bookings: {
    name: 'bookings_total',
    type: 'counter',
    help: 'Attempts to book or to cancel, by outcome: booked, repeated, sold_out, event_not_found, user_not_found, key_reused, cancelled.',
    labels: ['outcome'],
  },
  bookingSeats: {
    name: 'booking_seats',
    type: 'histogram',
    help: 'Seats taken by one booking.',
    labels: [],
    buckets: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  },
  eventSeatsLeft: {
    name: 'event_seats_left',
    type: 'gauge',
    help: 'Seats left of the events that most of the latest 1,000 bookings are for, as many as EVENT_SEATS_LEFT_TOP says. Replicas share one database: take the min, not the sum.',
    labels: ['event_id'],
  },
  messagesPublished: {
    name: 'messages_published_total',
    type: 'counter',
    help: 'Messages that this replica moved from the outbox to the broker.',
    labels: ['name'],
  },
  messagesRepeated: {
    name: 'messages_repeated_total',
    type: 'counter',
    help: 'Messages that came again after they had been consumed, and had no effect.',
    labels: ['name'],
  },
  messageDelivery: {
    name: 'message_delivery_duration_seconds',
    type: 'histogram',
    help: 'Time from the write of a message to the outbox until its consumer was done with it.',
    labels: ['name'],
    buckets: deliverySeconds,
    exemplars: true,
  },
  outboxPending: {
    name: 'outbox_pending',
    type: 'gauge',
    help: 'Messages of the service that wait in the outbox. Replicas share one outbox: take the max, not the sum.',
    labels: [],
  },
  upstreamDuration: {
    name: 'gateway_upstream_request_duration_seconds',
    type: 'histogram',
    help: "Time from the choice of a replica to the last byte of its answer, by the replica's service.",
    labels: ['service', 'http_response_status_code'],
    buckets: requestSeconds,
  },
  upstreamFailures: {
    name: 'gateway_upstream_failures_total',
    type: 'counter',
    help: 'Requests that a replica did not answer whole, by kind: connect, reset, protocol, timeout, truncated, no_replica.',
    labels: ['service', 'kind'],
  },
  gatewayRefusals: {
    name: 'gateway_refusals_total',
    type: 'counter',
    help: 'Requests that were not passed on, by reason: no_token, invalid_token, rate_limited.',
    labels: ['reason'],
  },
  tokenVerifications: {
    name: 'gateway_token_verifications_total',
    type: 'counter',
    help: 'Tokens whose signature was checked, by outcome: valid, refused. A remembered token is not checked again.',
    labels: ['outcome'],
  },
  readyReplicas: {
    name: 'gateway_ready_replicas',
    type: 'gauge',
    help: 'Replicas of a service that say they are ready, the ejected among them.',
    labels: ['service'],
  },
  ejections: {
    name: 'gateway_ejections_total',
    type: 'counter',
    help: 'Times that a replica was kept out because it failed, by its last failure: status, connect, reset, protocol, timeout, truncated.',
    labels: ['service', 'reason'],
  },
  ejectedReplicas: {
    name: 'gateway_ejected_replicas',
    type: 'gauge',
    help: 'Ready replicas of a service that get nothing but trials, since they failed.',
    labels: ['service'],
  },
  tlsReloads: {
    name: 'gateway_tls_reloads_total',
    type: 'counter',
    help: 'Changes of the certificate or its key, by outcome: reloaded, refused (the one before stays). Only with TLS.',
    labels: ['outcome'],
  },
  tlsExpiry: {
    name: 'gateway_tls_certificate_expiry_timestamp_seconds',
    type: 'gauge',
    help: 'When the certificate in use expires, in seconds since 1970. Only with TLS.',
    labels: [],
  },
  webVitalsLcp: {
    name: 'web_vitals_lcp_seconds',
    type: 'histogram',
    help: 'Largest contentful paint: from the start of the visit until its largest text or picture is painted. Of the page on which the visit began, as all web vitals are. Good up to 2.5 s.',
    labels: ['page'],
    buckets: paintSeconds,
  },
  webVitalsFcp: {
    name: 'web_vitals_fcp_seconds',
    type: 'histogram',
    help: 'First contentful paint: from the start of the visit until anything is painted. Good up to 1.8 s.',
    labels: ['page'],
    buckets: paintSeconds,
  },
  webVitalsTtfb: {
    name: 'web_vitals_ttfb_seconds',
    type: 'histogram',
    help: 'Time to first byte: from the start of the visit to the first byte of the page. Good up to 0.8 s.',
    labels: ['page'],
    buckets: firstByteSeconds,
  },
  webVitalsInp: {
    name: 'web_vitals_inp_seconds',
    type: 'histogram',
    help: 'Interaction to next paint: the longest time in a visit from a click or key to what it changes on the screen. Good up to 0.2 s.',
    labels: ['page'],
    buckets: interactionSeconds,
  },
  webVitalsCls: {
    name: 'web_vitals_cls',
    type: 'histogram',
    help: 'Cumulative layout shift: how much of the page moved by itself during a visit, without a unit. Good up to 0.1.',
    labels: ['page'],
    buckets: [0, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1],
  },
  faroExceptions: {
    name: 'faro_exceptions_total',
    type: 'counter',
    help: 'Errors that the web page reported, by the page on which they happened.',
    labels: ['page'],
  },
  faroForwards: {
    name: 'faro_forwards_total',
    type: 'counter',
    help: 'Beacons of the web page passed on to FARO_FORWARD_URL, by outcome: forwarded, failed, dropped (too many under way). Only with FARO_FORWARD_URL.',
    labels: ['outcome'],
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricKey = keyof typeof metricTable;
