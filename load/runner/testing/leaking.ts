import type { Subject } from '../../subjects/subject.ts';

/** What a kept object takes beside its text: three words of its own, two fields, and two words before the text. */
const besideTextBytes = 3 * 8 + 2 * 8 + 16;

/**
 * leaking gives the subject with a leak in one of its services, which is not changed for it: each request on the public
 * port leaves `bytesPerRequest` (a multiple of 8, at least 64) on the heap, in a list that is never let go.
 */
export function leaking(subject: Subject, service: string, bytesPerRequest: number): Subject {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script(bytesPerRequest))}`;
  return {
    ...subject,
    system: (equipment, topology) => {
      const system = subject.system(equipment, topology);
      const services = system.services.map((one) =>
        one.name === service ? { ...one, env: { ...one.env, NODE_OPTIONS } } : one,
      );
      return { ...system, services };
    },
  };
}

function script(bytesPerRequest: number): string {
  return `
    import { subscribe } from 'node:diagnostics_channel';
    subscribe('http.server.request.start', ({ request }) => {
      if (request.socket.localPort !== Number(process.env.PORT)) return;
      const text = Buffer.alloc(${bytesPerRequest - besideTextBytes}, 120).latin1Slice();
      globalThis.leaked = { before: globalThis.leaked, text };
    });`;
}
