import type { Figure } from '../../../load/model/figure.ts';

type Unit = Figure['unit'];

/** ReadingUnit: the unit in which a value is read, and by how much the base unit is divided. */
export interface ReadingUnit {
  readonly label: string;
  readonly divisor: number;
}

const kibibyte = 1024;
const steps: Partial<Record<Unit, readonly (ReadingUnit & { readonly from: number })[]>> = {
  ms: [
    { from: 1000, label: 's', divisor: 1000 },
    { from: 0, label: 'ms', divisor: 1 },
  ],
  bytes: [
    { from: kibibyte ** 3, label: 'GiB', divisor: kibibyte ** 3 },
    { from: kibibyte ** 2, label: 'MiB', divisor: kibibyte ** 2 },
    { from: kibibyte, label: 'KiB', divisor: kibibyte },
    { from: 0, label: 'B', divisor: 1 },
  ],
};
const fixed: Partial<Record<Unit, ReadingUnit>> = {
  'bytes/request': { label: 'B/req', divisor: 1 },
  'requests/s': { label: 'req/s', divisor: 1 },
  ratio: { label: '%', divisor: 0.01 },
  count: { label: '', divisor: 1 },
};

/** readingUnit chooses the unit in which a value of a base unit is read: 1,200 ms as 1.2 s. */
export function readingUnit(value: number, unit: Unit): ReadingUnit {
  const step = steps[unit]?.find(({ from }) => Math.abs(value) >= from);
  return step ?? fixed[unit] ?? { label: unit, divisor: 1 };
}
