/** decimalsFor: how many decimals show `value` with so many significant digits; never negative. */
export function decimalsFor(value: number, significant = 3): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  const rounded = Number(value.toPrecision(significant));
  return Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(rounded))));
}

/** formatFixed writes a number with so many decimals and a comma between thousands, in every locale alike. */
export function formatFixed(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** formatNumber writes a number with three significant digits, or as many as its whole part has. */
export function formatNumber(value: number, significant = 3): string {
  return formatFixed(value, decimalsFor(value, significant));
}

/** formatShort is formatNumber without zeros at the end: for limits and settings, which people chose. */
export function formatShort(value: number, significant = 3): string {
  return formatNumber(value, significant)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
