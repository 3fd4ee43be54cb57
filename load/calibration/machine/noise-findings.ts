import type { FindingOf } from './finding.ts';

const good = { state: 'good' } as const;

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const steal: FindingOf = ({ limits: { hypervisor }, noise: { stealShare } }) => {
  const name = 'virtualisation';
  const now = stealShare === null ? 'steal not told' : `${percent(stealShare)} stolen just now`;
  const found = hypervisor ? `a virtual machine, ${now}` : `none, ${now}`;
  if (stealShare !== null && stealShare > 0.02) {
    const consequence = 'other guests have the CPU while we measure: runs differ for no reason of ours';
    return { name, state: 'bad', found, consequence, next: 'use a machine with cores of its own' };
  }
  if (stealShare === null) {
    const consequence = 'runs are not warned when other guests of the host have the CPU';
    return { name, state: 'care', found, consequence, next: 'use a machine with cores of its own' };
  }
  const consequence = hypervisor ? 'neighbours on the host may come at any time' : 'no other guests';
  return { ...good, name, found, consequence };
};

const load: FindingOf = ({ environment: { loadAverage1mBefore, cores: count } }) => {
  const [name, found] = ['load average', `${loadAverage1mBefore.toFixed(2)} on ${count} cores`];
  if (loadAverage1mBefore <= count / 2)
    return { ...good, name, found, consequence: 'nobody else is at work' };
  const consequence = 'others are at work here: figures are theirs as well as ours';
  return { name, state: 'care', found, consequence, next: 'end other work and ask again' };
};

const ms = (value: number | null): string =>
  value === null ? '–' : `${value.toFixed(value < 1 ? 3 : 1)} ms`;

const wakeUps: FindingOf = ({ noise: { wakeUpMs } }) => {
  const [name, p99] = ['wake-ups', wakeUpMs.p99 ?? 0];
  const found = `late by p50 ${ms(wakeUpMs.p50)}, p99 ${ms(wakeUpMs.p99)}, at most ${ms(wakeUpMs.max)}`;
  const next = 'end other work, or use a machine with quieter cores';
  if (p99 > 5)
    return { name, state: 'bad', found, consequence: 'the generator sends late: loads are invalid', next };
  if (p99 > 1)
    return {
      name,
      state: 'care',
      found,
      consequence: 'percentiles from p99 on are those of the machine',
      next,
    };
  return { ...good, name, found, consequence: 'requests are sent on time' };
};

const contention: FindingOf = ({ noise: { lostShare, longestGapMs } }) => {
  const name = 'contention';
  const found = `a busy thread lost ${percent(lostShare)} of its time, at most ${ms(longestGapMs)} at once`;
  const next = 'end other work and ask again';
  if (lostShare > 0.1)
    return {
      name,
      state: 'bad',
      found,
      consequence: 'a neighbour is on our cores: runs do not compare',
      next,
    };
  if (lostShare > 0.02)
    return { name, state: 'care', found, consequence: 'small differences drown in this', next };
  return { ...good, name, found, consequence: 'cores are ours' };
};

const spareCore: FindingOf = ({ noise: { secondCoreShare } }) => {
  const name = 'spare core';
  const found = `two busy threads each do ${percent(Math.min(1, secondCoreShare))} of what one does`;
  if (secondCoreShare >= 0.85)
    return { ...good, name, found, consequence: 'a generator beside a service is free' };
  const consequence = 'a generator beside a service slows it down';
  const next = 'end other work, or use a machine with one more real core';
  return { name, state: secondCoreShare < 0.65 ? 'bad' : 'care', found, consequence, next };
};

/** noiseFindings: of what others do to us on this machine. */
export const noiseFindings: readonly FindingOf[] = [steal, load, wakeUps, contention, spareCore];
