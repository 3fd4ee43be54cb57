import type { FindingOf } from './finding.ts';

const good = { state: 'good' } as const;

const idleProcessors: FindingOf = ({ granted: { awake } }) => {
  const [name, found] = ['idle processors', awake.text];
  if (awake.kept) return { ...good, name, found, consequence: 'waking them is no part of what is measured' };
  const consequence =
    'whoever wakes one waits for it, and pays for it in CPU time; a virtual one wakes when its host gets to it';
  const next = 'run as root, or give this user write access to /dev/cpu_dma_latency';
  return { name, state: 'absent', found, consequence, next };
};

const realTime: FindingOf = ({ granted }) => {
  const name = 'real time';
  if (granted.realTime) {
    const consequence = 'the paced engine sends on time whoever else is at work';
    return { ...good, name, found: 'allowed', consequence };
  }
  const consequence = 'the paced engine waits for its turn like everybody, some 3 ms at most on a busy core';
  const next = 'run as root, or with CAP_SYS_NICE and chrt (util-linux) on PATH';
  return { name, state: 'absent', found: 'not allowed', consequence, next };
};

/** grantedFindings: of what the kernel may be asked for, to be on time. */
export const grantedFindings: readonly FindingOf[] = [idleProcessors, realTime];
