import type { StartupObservation } from '../../../load/model/startup-observation.ts';
import { milliseconds } from './cells.ts';
import type { TextTable } from './text-table.ts';

/** startupTable: every start of one condition, and what its first request took. */
export function startupTable({ samples }: StartupObservation): TextTable {
  const phases = [...new Set(samples.flatMap(({ reportedPhasesMs }) => Object.keys(reportedPhasesMs)))];
  return {
    caption: 'every start, milliseconds since spawn',
    headings: [
      'Start',
      '#Listening',
      '#Ready',
      '#First answer',
      '#First request took',
      ...phases.map((phase) => `#reported: ${phase}`),
    ],
    rows: samples.map((sample) => [
      sample.replica,
      milliseconds(sample.spawnToListeningMs),
      milliseconds(sample.spawnToReadyMs),
      milliseconds(sample.spawnToFirstAnswerMs),
      milliseconds(sample.firstAnswerTookMs),
      ...phases.map((phase) => milliseconds(sample.reportedPhasesMs[phase])),
    ]),
  };
}
