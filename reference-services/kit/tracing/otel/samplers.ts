import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { SamplerName } from '../settings.ts';

/** makeSampler gives the sampler that OTEL_TRACES_SAMPLER names. */
export function makeSampler(name: SamplerName, ratio: number): Sampler {
  const [, parentBased, base] = /^(parentbased_)?(.+)$/.exec(name) ?? [];
  const root = baseSampler(base ?? '', ratio);
  return parentBased === undefined ? root : new ParentBasedSampler({ root });
}

function baseSampler(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
