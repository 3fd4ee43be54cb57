import type * as z from 'zod';
import type { App } from '../kit/server.ts';

/** Answer is what a route answers when all went well; 202 and 204 have no schema. */
export interface Answer {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Whether a Location header says where the new resource is. */
  readonly location?: boolean;
  /** What the answer is good for: operations that take something of it (OpenAPI's link objects), by name. */
  readonly links?: Readonly<Record<string, Link>>;
}

/** Link says which parts of an answer another operation takes; the values are runtime expressions of OpenAPI. */
export interface Link {
  readonly operationId: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly requestBody?: Readonly<Record<string, string>>;
}

/** OperationDeclaration is what a route's schemas do not say: its meaning, and every answer of its own. */
export interface OperationDeclaration {
  /** Names the operation for generated clients; unique over all services. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly answer: Answer;
  /** Slugs of the problems by status, beside those that any route may answer (see common-problems.ts). */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}

/** ServiceDeclaration is all that the document of one service is made of. */
export interface ServiceDeclaration {
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** True of what a front answers itself: its prefix, problems and security are not added, and it has no store. */
  readonly isFront?: true;
  /** Schemas that the document names; what is not named is written out where it is used. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  /** Request headers that every route needs and no route declares, because a hook reads them. */
  readonly requestHeaders?: Readonly<Record<string, z.ZodType>>;
  /** Adds the service's routes to `app`; nothing is asked of them, so there need be nothing behind them. */
  readonly addRoutes: (app: App) => void;
  /** By method and pattern, such as `GET /events/:id`. */
  readonly operations: Readonly<Record<string, OperationDeclaration>>;
}
