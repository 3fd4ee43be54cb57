/** imageReference: the name under which the image of a service is built on this machine. */
export function imageReference(service: string, tag = 'local'): string {
  return `rehearse/${service}:${tag}`;
}
