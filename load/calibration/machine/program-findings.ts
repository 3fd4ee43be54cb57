import type { Finding } from './finding.ts';
import type { Programs } from './programs.ts';

const uses: Readonly<Record<keyof Programs, readonly [use: string, next: string]>> = {
  docker: ['targets in containers', 'install and start Docker'],
  k6: ['the k6 engine', 'install k6 and put it on PATH, or name it in K6_BIN, or get its image'],
  chromium: ['run --with-browser and tests in a browser', 'install chromium'],
  promtool: ['checks of Prometheus rules', 'install Prometheus, which brings it'],
  perf: ['profiles of native code', 'install linux-perf'],
};

/** programFindings: what optional programs are for, and how to get those that are absent. */
export function programFindings(programs: Programs): Finding[] {
  return Object.entries(uses).map(([name, [use, next]]) => {
    const found = programs[name as keyof Programs];
    if (found !== null) return { name, state: 'good', found, consequence: `${use} can be had` };
    const absent = name === 'docker' ? 'not here, or not running' : 'not here';
    const consequence = `${use} cannot be had; nothing else needs it`;
    return { name, state: 'absent', found: absent, consequence, next };
  });
}
