import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

/** goodUpTo: green up to a limit, red from there on, in the panel's unit. */
export function goodUpTo(limit: number): ThresholdsConfigBuilder {
  return steps([
    { value: null, color: 'green' },
    { value: limit, color: 'red' },
  ]);
}

/** noJudgement: a value that is neither good nor bad. */
export function noJudgement(): ThresholdsConfigBuilder {
  return steps([{ value: null, color: 'blue' }]);
}

function steps(list: { value: number | null; color: string }[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(list);
}
