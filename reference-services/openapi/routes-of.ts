import type * as z from 'zod';
import { createLogger } from '../kit/logger.ts';
import { Metrics } from '../kit/registry.ts';
import { createPublicServer } from '../kit/server.ts';
import type { OperationDeclaration, ServiceDeclaration } from './declaration.ts';

type Part = 'params' | 'querystring' | 'body' | 'headers';

/** Operation is one route, what it validates, and what was declared of it. */
export interface Operation {
  /** The service that has it. */
  readonly service: ServiceDeclaration;
  readonly method: string;
  /** The route's pattern, with `:names`. */
  readonly path: string;
  readonly schema: Readonly<Partial<Record<Part, z.ZodType>>>;
  readonly declared: OperationDeclaration;
}

/** operationsOf joins routes and declarations; it throws when one is without the other. */
export function operationsOf(service: ServiceDeclaration): readonly Operation[] {
  const { name, operations } = service;
  const routes = routesOf(service.addRoutes);
  const found = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  const stale = Object.keys(operations).filter((key) => !found.has(key));
  if (stale.length > 0)
    throw new Error(`${name}/openapi.ts declares ${stale.join(', ')}, which is no route: remove it there.`);
  return routes.map((route) => ({
    ...route,
    service,
    declared: declarationOf(name, operations, route),
  }));
}

type Route = Omit<Operation, 'service' | 'declared'>;

function declarationOf(
  name: string,
  operations: ServiceDeclaration['operations'],
  { method, path }: Route,
): OperationDeclaration {
  const declared = operations[`${method} ${path}`];
  if (!declared)
    throw new Error(
      `${name} answers ${method} ${path}, and ${name}/openapi.ts does not say how: declare its answers.`,
    );
  return declared;
}

/** A server that is never started tells which routes were added. HEAD comes by itself with every GET. */
function routesOf(addRoutes: ServiceDeclaration['addRoutes']): readonly Route[] {
  const log = createLogger({ service: 'openapi', instance: 'openapi', level: 'silent' });
  const { app } = createPublicServer({
    log,
    metrics: new Metrics(),
    instanceId: 'openapi',
    accessLogSample: 0,
  });
  const routes: Route[] = [];
  app.addHook('onRoute', ({ method, url, schema = {} }) => {
    for (const one of [method].flat()) {
      if (one !== 'HEAD') routes.push({ method: one, path: url, schema: schema as Route['schema'] });
    }
  });
  addRoutes(app);
  return routes;
}
