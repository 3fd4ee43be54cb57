/** mostInstances: names beyond these are counted together, so that a server that sends ever new ones costs no memory. */
const mostInstances = 1000;
const others = '(others)';

/** InstanceCount: the answers of one instance and when they came, on the clock they were given in. */
export interface InstanceCount {
  answers: number;
  firstAnswerAtMs: number;
  lastAnswerAtMs: number;
}

/** Instances counts answers by the name in `x-instance-id`. */
export class Instances {
  readonly counts = new Map<string, InstanceCount>();

  answered(instance: string, atMs: number): void {
    const known = this.counts.get(instance);
    if (known !== undefined) {
      known.answers += 1;
      known.lastAnswerAtMs = atMs;
    } else if (this.counts.size < mostInstances || instance === others) {
      this.counts.set(instance, { answers: 1, firstAnswerAtMs: atMs, lastAnswerAtMs: atMs });
    } else {
      this.answered(others, atMs);
    }
  }
}
