import { sleep } from 'k6';
import { drawVariables } from '../engines/paced/draw.ts';
import { randomOf, Stream } from '../engines/paced/random.ts';
import type { Variables } from '../engines/paced/template.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Answer, ReadyStep } from './steps.ts';

/** JourneyEnd: how a journey ended; `cutOff` had steps to go when the load's time was over. */
export type JourneyEnd = 'completed' | 'endedEarly' | 'broken' | 'cutOff';

/** Witness: who is told of each request of a journey, and says whether the load's time is over. */
export interface Witness {
  isOver(first: boolean): boolean;
  /** sending gives the request's id. */
  sending(stepIndex: number, first: boolean): string;
  /** answered: `end` is set with the journey's last answer. */
  answered(stepIndex: number, answer: Answer, variables: Variables, end: JourneyEnd | undefined): void;
}

/** Journeys walks clients through a scenario; what one draws depends on the seed and its number alone, as everywhere. */
export interface Journeys {
  /** walk gives how the journey ended, and whether it made any request. */
  walk(number: number, witness: Witness): { readonly end: JourneyEnd; readonly empty: boolean };
}

/** journeysOf makes a scenario's journeys ready. */
export function journeysOf(scenario: Scenario, steps: readonly ReadyStep[], seed: number): Journeys {
  const draw = drawVariables(scenario);
  return {
    walk(number, witness) {
      const random = randomOf(seed, Stream.journeys, number);
      const variables = draw(random);
      const choices = scenario.steps.map(({ probability = 1, thinkTimeMs = { min: 0, max: 0 } }) => ({
        taken: random() < probability,
        thinkTimeMs: thinkTimeMs.min + random() * (thinkTimeMs.max - thinkTimeMs.min),
      }));
      const nextFrom = (from: number): number =>
        steps.findIndex(
          ({ step }, index) =>
            index >= from &&
            choices[index]?.taken === true &&
            (step.requires ?? []).every((name) => Object.hasOwn(variables, name)),
        );
      let index = nextFrom(0);
      if (index < 0) return { end: 'completed', empty: true };
      for (let first = true; ; first = false) {
        if (!first) sleep((choices[index]?.thinkTimeMs ?? 0) / 1000);
        if (witness.isOver(first)) return { end: 'cutOff', empty: first };
        const requestId = witness.sending(index, first);
        const answer = steps[index]!.send(variables, requestId);
        const { kind, endsJourney } = answer.verdict;
        const next = nextFrom(index + 1);
        const end =
          kind !== 'ok' ? 'broken' : endsJourney ? 'endedEarly' : next < 0 ? 'completed' : undefined;
        witness.answered(index, answer, variables, end);
        if (end !== undefined) return { end, empty: false };
        index = next;
      }
    },
  };
}
