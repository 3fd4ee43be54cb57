import { availabilityOf } from './wording.ts';

export function SeatsLeft({ seatsLeft }: { readonly seatsLeft: number }) {
  const { text, level } = availabilityOf(seatsLeft);
  return <span className={`seats-left seats-left-${level}`}>{text}</span>;
}
