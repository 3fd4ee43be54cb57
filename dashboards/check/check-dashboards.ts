import type { ClassicDashboard } from '../classic-json.ts';
import type { Finding } from './finding.ts';
import { interpolate } from './interpolate.ts';
import { problemsOf } from './judge.ts';
import type { Limits } from './plausible.ts';
import type { QueryApi, Span } from './prometheus-api.ts';
import { questionsOf, type Question } from './questions.ts';
import { chosenAtFirst } from './variables.ts';
import { sourceOf, type Source } from './sources.ts';

/** CheckSetting: what is asked, where, and what can be expected of it. */
export interface CheckSetting {
  readonly dashboards: readonly ClassicDashboard[];
  readonly api: QueryApi;
  /** present: what there is to rest on; questions that rest on something else are named as not checked. */
  readonly present: ReadonlySet<Source>;
  readonly scrapeSeconds: number;
  /** nowSeconds: Unix time. */
  readonly nowSeconds: () => number;
  /** begunAtSeconds: Unix time since when anything was there at all. */
  readonly begunAtSeconds: number;
  readonly memoryBytes: number;
  /** rangeSeconds: the time range that is looked at. */
  readonly rangeSeconds: number;
  /** emptySeconds: how long a panel may be empty once there is something for it to show. */
  readonly emptySeconds: number;
}

const missing: Readonly<Record<Source, string>> = {
  services: 'services',
  load: 'a load that pushes its metrics',
  watched: 'replicas that a run watches',
  starts: 'starts that a run measures',
  changes: 'a run that scales and restarts',
  run: 'a run that has ended and pushed its metrics',
  browser: 'visits of the web page',
  'postgres-exporter': 'postgres_exporter',
};

interface Asked {
  readonly question: Question;
  problems: readonly string[];
  afterSeconds: number | undefined;
}

/** DashboardCheck asks every query of every dashboard again and again until it has answered once. */
export class DashboardCheck {
  readonly #setting: CheckSetting;
  readonly #asked: readonly Asked[];
  readonly #variables = new Map<string, readonly string[]>();
  readonly #sinceSeconds = new Map<Source, number>();

  constructor(setting: CheckSetting) {
    this.#setting = setting;
    this.#asked = setting.dashboards
      .flatMap(questionsOf)
      .map((question) => ({ question, problems: ['was never asked'], afterSeconds: undefined }));
  }

  /** began: from so long ago on there is something of these sources, and what rests on them has its time to show it. */
  began(sources: readonly Source[], agoSeconds = 0): void {
    const sinceSeconds = this.#setting.nowSeconds() - agoSeconds;
    for (const source of sources) {
      if (!this.#sinceSeconds.has(source)) this.#sinceSeconds.set(source, sinceSeconds);
    }
  }

  /** look asks all that has not answered yet; true when nothing is left to ask. */
  async look(): Promise<boolean> {
    for (const dashboard of this.#setting.dashboards) await this.#lookAt(dashboard);
    return this.#pending().length === 0;
  }

  /** findings: what came of each query and each variable. */
  findings(): readonly Finding[] {
    const variables = [...this.#variables].flatMap(([dashboard, names]) =>
      names.map((name) => ({
        held: 'queries' as const,
        dashboard,
        where: `$${name}`,
        problems: ['has nothing to choose from'],
      })),
    );
    return [...this.#asked.map((asked) => this.#findingOf(asked)), ...variables];
  }

  #findingOf({ question, problems, afterSeconds }: Asked): Finding {
    const { dashboard, where, source } = question;
    const found = { held: 'queries', dashboard: dashboard.title, where, source } as const;
    if (!this.#isPresent(question)) return { ...found, problems: [], unchecked: missing[source] };
    if (afterSeconds === undefined) return { ...found, problems };
    return { ...found, problems: [...problems, ...this.#lateness(afterSeconds)], afterSeconds };
  }

  /** lateness: a panel that was empty for too long is as bad as one that stays so. */
  #lateness(afterSeconds: number): readonly string[] {
    const { emptySeconds } = this.#setting;
    if (afterSeconds <= emptySeconds) return [];
    const seconds = afterSeconds.toFixed(0);
    return [`was empty for ${seconds} s though there was something to show; ${emptySeconds} s are allowed`];
  }

  async #lookAt(dashboard: ClassicDashboard): Promise<void> {
    const { api, scrapeSeconds, rangeSeconds } = this.#setting;
    const pending = this.#pending().filter(({ question }) => question.dashboard === dashboard);
    if (pending.length === 0) return;
    const toSeconds = this.#setting.nowSeconds();
    const span = { fromSeconds: toSeconds - rangeSeconds, toSeconds };
    const { values, empty } = await chosenAtFirst(dashboard, api, span, scrapeSeconds);
    const lacking = empty.filter(({ query }) => this.#setting.present.has(sourceOf(query.query)));
    this.#variables.set(
      dashboard.title,
      lacking.map(({ name }) => name),
    );
    for (const asked of pending) await this.#ask(asked, interpolate(asked.question.expr, values), span);
  }

  async #ask(asked: Asked, expr: string, span: Span): Promise<void> {
    const { api, scrapeSeconds } = this.#setting;
    try {
      const { instant } = asked.question;
      const answer = instant ? await api.at(expr, span.toSeconds) : await api.over(expr, span, scrapeSeconds);
      asked.problems = problemsOf(asked.question, answer, this.#limits());
    } catch (error) {
      asked.problems = [error instanceof Error ? error.message : String(error)];
    }
    const sinceSeconds = this.#sinceSeconds.get(asked.question.source);
    if (asked.problems.length > 0 || sinceSeconds === undefined) return;
    asked.afterSeconds = this.#setting.nowSeconds() - sinceSeconds;
  }

  #limits(): Limits {
    const nowSeconds = this.#setting.nowSeconds();
    const { begunAtSeconds, memoryBytes } = this.#setting;
    return { nowSeconds, memoryBytes, lastedSeconds: nowSeconds - begunAtSeconds + 1 };
  }

  #pending(): readonly Asked[] {
    return this.#asked.filter(({ question, problems }) => problems.length > 0 && this.#isPresent(question));
  }

  #isPresent({ source }: Question): boolean {
    return this.#setting.present.has(source);
  }
}
