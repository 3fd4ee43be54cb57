import type { FindingOf } from './finding.ts';

const good = { state: 'good' } as const;

const node: FindingOf = ({ environment: { nodeVersion, os, kernel, architecture } }) => ({
  ...good,
  name: 'node',
  found: `${nodeVersion} on ${os}, kernel ${kernel}, ${architecture}`,
  consequence: 'the version that the project brings is used, whatever is on PATH',
});

const cores: FindingOf = ({ environment: { cores: count, cpuModel, cgroup } }) => {
  const usable = Math.min(count, cgroup.cpuLimitCores ?? count);
  const found = `${usable} usable of ${count}, ${cpuModel}`;
  const name = 'cores';
  if (usable >= 4)
    return { ...good, name, found, consequence: 'generator and services can have cores of their own' };
  if (usable >= 2) {
    const consequence =
      'generator, services and database share them: latency includes their contention, and compares with this machine only';
    return { name, state: 'care', found, consequence, next: 'use four cores or more for absolute figures' };
  }
  const consequence = 'the generator takes from the services what it measures';
  return { name, state: 'bad', found, consequence, next: 'use a machine with two cores or more' };
};

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

const memory: FindingOf = ({ environment: { totalMemoryBytes, cgroup } }) => {
  const usable = Math.min(totalMemoryBytes, cgroup.memoryLimitBytes ?? totalMemoryBytes);
  const found = `${gib(usable)} usable of ${gib(totalMemoryBytes)}`;
  if (usable >= 2 ** 31)
    return { ...good, name: 'memory', found, consequence: 'enough for services, database and generator' };
  const consequence = 'services, database and generator may be killed for lack of memory';
  return { name: 'memory', state: 'care', found, consequence, next: 'give it 2 GiB or more' };
};

const cgroup: FindingOf = ({ environment: { cgroup: group } }) => {
  const cpu = group.cpuLimitCores === null ? 'no CPU limit' : `CPU limit of ${group.cpuLimitCores} cores`;
  const bytes = group.memoryLimitBytes;
  const found = `${group.version}, ${cpu}, ${bytes === null ? 'no memory limit' : `memory limit of ${gib(bytes)}`}`;
  if (group.cpuLimitCores === null)
    return { ...good, name: 'cgroup', found, consequence: 'the kernel does not throttle us' };
  const consequence =
    'a CPU limit stops every process for the rest of a period once it is used up: latency in steps of up to 100 ms';
  return { name: 'cgroup', state: 'care', found, consequence, next: 'raise or remove the limit' };
};

/** A load may have 10,000 requests in flight, on both sides of the loopback. */
const wantedFiles = 20_500;

const openFiles: FindingOf = ({ limits: { openFiles: files } }) => {
  const name = 'open files';
  if (files === null)
    return {
      name,
      state: 'care',
      found: 'unknown',
      consequence: 'a limit may be met in the middle of a load',
    };
  const found = files.soft === files.hard ? `${files.soft}` : `${files.soft}, up to ${files.hard}`;
  if (Math.max(files.soft, files.hard) >= wantedFiles)
    return { ...good, name, found, consequence: 'enough for 10,000 requests in flight' };
  const most = Math.floor(files.hard / 2);
  return {
    name,
    state: 'care',
    found,
    consequence: `loads with more than about ${most} requests in flight are invalid`,
    next: `raise the limit: ulimit -n ${wantedFiles}`,
  };
};

const ports: FindingOf = ({ limits: { ephemeralPorts } }) => {
  const name = 'local ports';
  const found = ephemeralPorts === null ? 'unknown' : String(ephemeralPorts);
  if ((ephemeralPorts ?? 0) >= 16_000)
    return { ...good, name, found, consequence: 'enough for every connection of a load' };
  return {
    name,
    state: 'care',
    found,
    consequence: 'a server that closes its connections uses them up, and the load is invalid',
    next: 'widen net.ipv4.ip_local_port_range',
  };
};

const governor: FindingOf = ({ environment: { cpuGovernor } }) => {
  const name = 'CPU governor';
  if (cpuGovernor === null)
    return {
      ...good,
      name,
      found: 'not told',
      consequence: 'as the host sets it; usual in virtual machines',
    };
  if (cpuGovernor === 'performance')
    return { ...good, name, found: cpuGovernor, consequence: 'clock rates do not follow the load' };
  return {
    name,
    state: 'care',
    found: cpuGovernor,
    consequence: 'clock rates follow the load: low rates look slower than they are',
    next: 'cpupower frequency-set -g performance',
  };
};

/** hardwareFindings: of what the machine has, and what the kernel lets us have of it. */
export const hardwareFindings: readonly FindingOf[] = [
  node,
  cores,
  memory,
  cgroup,
  openFiles,
  ports,
  governor,
];
