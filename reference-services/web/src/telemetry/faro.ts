import {
  ErrorsInstrumentation,
  InternalLoggerLevel,
  SessionInstrumentation,
  type TransportItem,
  TransportItemType,
  ViewInstrumentation,
  WebVitalsInstrumentation,
  initializeFaro,
} from '@grafana/faro-web-sdk';
import type { Listener } from './tell.ts';

/** openFaro sends web vitals, errors and sessions to the gateway; a session is a random number, kept with the tab. */
export function openFaro(landing: string): Listener {
  const faro = initializeFaro({
    url: '/faro/collect',
    app: { name: 'booking-platform-web' },
    view: { name: landing },
    instrumentations: [
      new ErrorsInstrumentation(),
      new WebVitalsInstrumentation(),
      new SessionInstrumentation(),
      new ViewInstrumentation(),
    ],
    beforeSend: (item) => bare(item, landing),
    internalLoggerLevel: InternalLoggerLevel.OFF,
    preventGlobalExposure: true,
  });
  return {
    page: (pattern) => faro?.api.setView({ name: pattern }),
    error: (error) => faro?.api.pushError(error),
  };
}

/** What leaves the browser says which page it was, and not for which event; which browser, and not whose. */
function bare(item: TransportItem, landing: string): TransportItem {
  const { app, sdk, session, view, browser } = item.meta;
  const id = view?.name ?? 'other';
  return {
    ...item,
    payload: ofLanding(item, landing),
    meta: {
      ...(app && { app }),
      ...(sdk && { sdk: { name: sdk.name ?? '', version: sdk.version ?? '' } }),
      ...(session && { session }),
      ...(view && { view }),
      page: { id, url: location.origin + id },
      ...(browser && { browser: { name: browser.name ?? '', mobile: browser.mobile ?? false } }),
    },
  };
}

/** Web vitals are of a load of the page, whatever is shown by the time that they are known. */
function ofLanding({ type, payload }: TransportItem, page: string): TransportItem['payload'] {
  if (type !== TransportItemType.MEASUREMENT) return payload;
  return {
    ...payload,
    context: { ...('context' in payload ? payload.context : {}), page },
  };
}
