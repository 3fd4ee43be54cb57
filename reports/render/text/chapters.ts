import { analysesOfKind } from '../../../load/model/analysis.ts';
import { observationsOf } from '../../../load/model/observation.ts';
import type { RunResult } from '../../../load/model/result.ts';
import { besideTable, browserSentences, browserTable } from './browser-text.ts';
import { ceilingTable } from './ceiling-text.ts';
import { clientServerSentences, clientServerTable } from './client-server-text.ts';
import { leakSentence, leakTable } from './leak-text.ts';
import { observerSentences, observerSides, observerTable } from './observer-text.ts';
import { lawSentences, lawTable, limitSentences, scalingTable } from './scaling-text.ts';
import { scorecardDeviations, scorecardTable } from './scorecard-text.ts';
import { sweepDoubts, sweepSentences, sweepTable } from './sweep-text.ts';
import type { TextTable } from './text-table.ts';

/** Chapter: what was computed from one experiment, as text: for renderers without charts. */
export interface Chapter {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly tables: readonly TextTable[];
}

/** chaptersOf: what was computed from several observations, experiment by experiment. */
export function chaptersOf(result: RunResult): Chapter[] {
  const all = [browsers, sweeps, ceilings, scalings, leaks, scorecards, sides, observers];
  return all.flatMap((of) => of(result));
}

function browsers({ experiments }: RunResult): Chapter[] {
  return experiments.flatMap(({ title, observations }) =>
    observationsOf(observations, 'browser').map((observation) => {
      const [load] = observationsOf(observations, 'load');
      return {
        title: `In the browser: ${title}`,
        sentences: browserSentences(observation, load),
        tables: [browserTable(observation), ...(load === undefined ? [] : [besideTable(observation, load)])],
      };
    }),
  );
}

function sweeps(result: RunResult): Chapter[] {
  return analysesOfKind(result.analyses, 'rate-sweep').map((sweep) => ({
    title: titleOf(result, sweep.experiment),
    sentences: [...sweepSentences(sweep), ...sweepDoubts(sweep).map((doubt) => `Doubted: ${doubt}`)],
    tables: [sweepTable(sweep)],
  }));
}

function ceilings({ experiments }: RunResult): Chapter[] {
  return experiments
    .filter(({ kind }) => kind === 'ceiling')
    .map((experiment) => ({
      title: experiment.title,
      sentences: [],
      tables: [ceilingTable(experiment)].filter(({ rows }) => rows.length > 0),
    }));
}

function scalings(result: RunResult): Chapter[] {
  return analysesOfKind(result.analyses, 'scaling').map((scaling) => ({
    title: titleOf(result, scaling.experiment),
    sentences: [...limitSentences(scaling), ...lawSentences(scaling.usl)],
    tables: [scalingTable(scaling), ...(scaling.usl.fitted ? [lawTable(scaling.usl)] : [])],
  }));
}

function leaks(result: RunResult): Chapter[] {
  return analysesOfKind(result.analyses, 'leak').map((analysis) => ({
    title: titleOf(result, analysis.experiment),
    sentences: analysis.replicas.map(leakSentence),
    tables: [leakTable(analysis)],
  }));
}

function scorecards({ analyses }: RunResult): Chapter[] {
  return analysesOfKind(analyses, 'scorecard')
    .filter(({ rows }) => rows.length > 0)
    .map((analysis) => ({
      title: 'Shutdown scorecard',
      sentences: scorecardDeviations(analysis),
      tables: [scorecardTable(analysis)],
    }));
}

function sides(result: RunResult): Chapter[] {
  return analysesOfKind(result.analyses, 'client-server').map((analysis) => ({
    title: `Client against server: ${titleOf(result, analysis.experiment)}`,
    sentences: clientServerSentences(analysis),
    tables: [clientServerTable(analysis)],
  }));
}

function observers(result: RunResult): Chapter[] {
  return analysesOfKind(result.analyses, 'observer-effect').map((analysis) => ({
    title: titleOf(result, analysis.experiment),
    sentences: [...observerSentences(analysis, result.figures), ...sidesOf(result, analysis.experiment)],
    tables: [observerTable(analysis)],
  }));
}

function sidesOf({ experiments }: RunResult, name: string): string[] {
  return experiments
    .filter((experiment) => experiment.name === name)
    .flatMap(({ observations }) => observationsOf(observations, 'observer'))
    .flatMap((observation) => observerSides(observation.sides));
}

function titleOf({ experiments }: RunResult, name: string): string {
  return experiments.find((experiment) => experiment.name === name)?.title ?? name;
}
