import { styleText } from 'node:util';
import type { Verdict } from '../../../load/model/figure.ts';
import type { Outcome } from '../text/outcome.ts';

type Style = Parameters<typeof styleText>[0];

/** Paint: colours for a terminal, or none. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  verdict(verdict: Verdict, text: string): string;
  outcome(tone: Outcome['tone'], text: string): string;
}

const ofVerdict: Record<Verdict, Style> = { pass: 'green', fail: ['red', 'bold'], inconclusive: 'yellow' };
const ofOutcome: Record<Outcome['tone'], Style> = {
  ...ofVerdict,
  pass: ['green', 'bold'],
  inconclusive: ['yellow', 'bold'],
  invalid: ['magenta', 'bold'],
  aborted: ['yellow', 'bold'],
  failed: ['red', 'bold'],
};

/** paint gives colours only when asked to; it looks at no environment and no stream. */
export function paint(color: boolean): Paint {
  const styled = (style: Style, text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return {
    strong: (text) => styled('bold', text),
    faint: (text) => styled('dim', text),
    verdict: (verdict, text) => styled(ofVerdict[verdict], text),
    outcome: (tone, text) => styled(ofOutcome[tone], text),
  };
}
