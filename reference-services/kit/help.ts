import type { Settings } from './config.ts';

/** helpText lists a service's commands and every variable with its type, default and meaning. */
export function helpText(
  service: string,
  commands: Readonly<Record<string, string>>,
  settings: Settings,
): string {
  const commandLines = Object.entries(commands).map(([name, meaning]) => `  ${name.padEnd(14)}${meaning}`);
  const variableLines = Object.values(settings).flatMap(({ variable, type, fallback, meaning }) => [
    `  ${variable}`,
    `      ${type}; ${fallback === undefined ? 'required' : fallback ? `default ${fallback}` : 'optional'}`,
    `      ${meaning}`,
  ]);
  return [
    `Usage: ${service} [command]`,
    '',
    'Commands:',
    ...commandLines,
    '',
    'Environment:',
    ...variableLines,
    '',
    'Exit codes: 0 drained or done, 1 crashed or failed, 2 configuration, 3 forced to stop.',
    '',
  ].join('\n');
}
