/**
 * LeastBusyOfTwo picks two at random and takes the one with fewer requests in flight.
 * Unlike round robin it sends less to a replica that is slow or still cold, at the cost of one look;
 * unlike "the least of all" it does not send everything at once to a replica that has just joined
 * (Mitzenmacher, "The power of two choices", 2001). Equal ones are taken at random, so shares stay even.
 * @param random uniform in [0, 1)
 */
export function leastBusyOfTwo<T extends { readonly inFlight: number }>(
  replicas: readonly T[],
  random: () => number,
): T | undefined {
  const count = replicas.length;
  const first = Math.floor(random() * count);
  const one = replicas[first];
  const other = replicas[(first + 1 + Math.floor(random() * (count - 1))) % count];
  return one !== undefined && other !== undefined && other.inFlight < one.inFlight ? other : one;
}
