import { bookingsApi } from '../bookings/openapi.ts';
import { eventsApi } from '../events/openapi.ts';
import { faroApi } from '../gateway/faro/openapi.ts';
import { gatewayFront } from '../gateway/openapi.ts';
import type { ServiceDeclaration } from './declaration.ts';
import { type Document, documentOf } from './document.ts';
import { noFront } from './front.ts';

export type { Document } from './document.ts';

/** documents makes the document of each service that has one. */
export const documents: Readonly<Record<'events' | 'bookings' | 'gateway', () => Document>> = {
  events: () => ownDocument(eventsApi),
  bookings: () => ownDocument(bookingsApi),
  gateway: () => documentOf([eventsApi, bookingsApi, faroApi], gatewayFront),
};

export type DocumentName = keyof typeof documents;

/** documentText is a document as it is served. */
export function documentText(name: DocumentName): string {
  return `${JSON.stringify(documents[name]())}\n`;
}

function ownDocument(service: ServiceDeclaration): Document {
  const { name, description } = service;
  return documentOf([service], { ...noFront, name, description });
}
