import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { http } from './node-http.ts';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * identifiedResponses gives the class of a server's responses, for the option ServerResponse of Node's servers: each says
 * which instance answers which request, whoever writes its headers. They join the headers that are written, since Node
 * takes twice as long for those that were set before.
 */
export function identifiedResponses(instanceId: string): typeof ServerResponse {
  class IdentifiedResponse extends http.ServerResponse {
    override writeHead(status: number, reason?: string | Headers, given?: Headers): this {
      const headers = typeof reason === 'string' ? given : reason;
      const { requestId = '' } = this.req;
      if (headers === undefined || Array.isArray(headers)) {
        this.setHeader('x-request-id', requestId);
        this.setHeader('x-instance-id', instanceId);
      } else {
        headers['x-request-id'] = requestId;
        headers['x-instance-id'] = instanceId;
      }
      return typeof reason === 'string'
        ? super.writeHead(status, reason, headers)
        : super.writeHead(status, headers);
    }
  }
  return IdentifiedResponse as typeof ServerResponse;
}
