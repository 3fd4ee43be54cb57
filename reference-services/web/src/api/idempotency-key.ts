/** newIdempotencyKey names one wish. Not randomUUID, which browsers have on HTTPS and loopback only. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
