import type { Finding } from '../../load/calibration/machine/finding.ts';
import type { GateTrust } from '../../load/calibration/machine/findings.ts';

/** machineText: a paragraph for each finding, no wider than the terminal, and the verdict last. */
export function machineText(found: readonly Finding[], gate: GateTrust, columns: number): string {
  return [...found.map((finding) => findingText(finding, columns)), '', verdict(gate), ''].join('\n');
}

const [stateWidth, nameWidth] = [8, 16];

function findingText({ state, name, found, consequence, next }: Finding, columns: number): string {
  const said = [`${found}: ${consequence}.`, ...(next === undefined ? [] : [`Next: ${next}.`])].join(' ');
  const head = state.padEnd(stateWidth) + name.padEnd(nameWidth);
  const indent = columns < 60 ? 2 : head.length;
  const lines = wrapped(said, Math.max(20, columns - indent - 1));
  const begin = columns < 60 ? [`${state} ${name}`, `  ${lines[0] ?? ''}`] : [head + (lines[0] ?? '')];
  return [...begin, ...lines.slice(1).map((line) => ' '.repeat(indent) + line)].join('\n');
}

/** wrapped breaks a text between words; a word that is longer than a line stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function verdict({ trusted, because }: GateTrust): string {
  const why = because.length === 0 ? '' : ` (${because.join(', ')})`;
  if (trusted === 'yes') return 'A gate can be trusted here.';
  if (trusted === 'with care') return `A gate can be trusted here, with care${why}.`;
  return `A gate cannot be trusted here now${why}.`;
}
