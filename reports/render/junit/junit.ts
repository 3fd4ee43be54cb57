import junitReportBuilder from 'junit-report-builder';
import type { Builder, TestSuite } from 'junit-report-builder';
import type { Figure } from '../../../load/model/figure.ts';
import type { RunResult } from '../../../load/model/result.ts';
import type { Renderer } from '../renderer.ts';
import { figureText, withUnit } from '../text/figure-text.ts';
import { outcomeOf } from '../text/outcome.ts';

/**
 * junit: one test case for the run itself and one for each figure with a budget, as CI servers show them. A broken
 * budget is a failure; an inconclusive one is skipped; in an invalid run nothing else can be believed and is an error,
 * except that a broken correctness budget stays a failure: what was lost is lost.
 */
export const junit: Renderer = { name: 'junit', fileName: 'junit.xml', render };

/** builder: the package's CommonJS export is the builder itself, while its types put it under `default`. */
const builder = junitReportBuilder as unknown as Builder;

function render(result: RunResult): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`rehearse ${result.suite}`).timestamp(result.startedAt);
  suite.time(result.durationMs / 1000);
  addRun(suite, result);
  for (const figure of result.figures) {
    if (figure.budget !== undefined) addFigure(suite, figure, result);
  }
  return `${report.build()}\n`;
}

function addRun(suite: TestSuite, result: RunResult): void {
  const { sentence, reasons } = outcomeOf(result);
  const testCase = suite.testCase().className('rehearse.run').name('the run is whole and valid');
  if (result.state !== 'complete') testCase.error(clean(sentence), result.state, clean(reasons.join('\n')));
  const output = result.warnings.map(({ code, message }) => `${code}: ${message}`);
  if (output.length > 0) testCase.standardOutput(clean(output.join('\n')));
}

function addFigure(suite: TestSuite, figure: Figure, result: RunResult): void {
  const testCase = suite.testCase().className(`rehearse.${figure.group}`).name(figure.name);
  const told = clean(sentenceOf(figure));
  testCase.standardOutput(told);
  const broken = figure.verdict === 'fail';
  if (broken && (result.state !== 'invalid' || figure.budget?.correctness === true))
    testCase.failure(told, 'budget');
  else if (result.state === 'invalid') testCase.error(`measurement invalid: ${told}`, 'invalid');
  else if (figure.verdict !== 'pass') testCase.skipped();
}

function sentenceOf(figure: Figure): string {
  const text = figureText(figure);
  const spread = text.interval === '' ? text.range : text.interval;
  const parts = [
    `${figure.title}: ${withUnit(text.value, text.unit)}`,
    spread === '' ? '' : `(${spread})`,
    `budget ${text.budget}`,
    `from ${text.count}`,
    figure.note === undefined ? '' : `(${figure.note})`,
  ];
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .replaceAll(', (', ' (');
}

/** clean drops what XML 1.0 cannot hold. */
function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be found
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}
