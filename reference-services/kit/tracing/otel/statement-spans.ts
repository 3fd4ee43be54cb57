import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
} from '@opentelemetry/semantic-conventions';
import { activeTrace } from '../trace-context.ts';
import type { BeginStatement, WorkSpan } from '../tracing.ts';
import { addressOf } from './http-spans.ts';
import { type Begin, OtelSpan, codeOf } from './otel-span.ts';

// By the conventions for database spans 1.45: https://opentelemetry.io/docs/specs/semconv/db/database-spans/

const sqlState = /^[0-9A-Z]{5}$/;

/**
 * statementSpans begins spans of statements on the database at `url`, of which nothing secret is told: the text of a
 * statement has parameters, and their values stay here. A statement is called by the name that it is prepared under.
 */
export function statementSpans(begin: Begin, url: string): BeginStatement {
  const { host, pathname } = new URL(url);
  const database = {
    [ATTR_DB_SYSTEM_NAME]: DB_SYSTEM_NAME_VALUE_POSTGRESQL,
    [ATTR_DB_NAMESPACE]: decodeURIComponent(pathname.slice(1)),
    ...addressOf(host),
  };
  return ({ name, text }) => {
    const parent = activeTrace();
    if (parent === undefined) return undefined;
    const attributes = { ...database, [ATTR_DB_QUERY_SUMMARY]: name, [ATTR_DB_QUERY_TEXT]: text };
    return new StatementSpan(begin(name, SpanKind.CLIENT, attributes, parent));
  };
}

class StatementSpan extends OtelSpan implements WorkSpan {
  end(error?: unknown): void {
    if (error === undefined) return this.finish({}, undefined);
    const code = codeOf(error);
    const attributes = sqlState.test(code) ? { [ATTR_DB_RESPONSE_STATUS_CODE]: code } : {};
    this.finish(attributes, code);
  }
}
