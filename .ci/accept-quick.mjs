// Decides whether the end of a quick run is acceptable for a commit: node accept-quick.mjs DIRECTORY EXIT_CODE
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [directory, exitCode] = [process.argv[2], Number(process.argv[3])];
const artefacts = ['result.json', 'report.html', 'report.md', 'junit.xml', 'metrics.om'];

function missing() {
  return artefacts.filter((name) => {
    try {
      return statSync(join(directory, name)).size === 0;
    } catch {
      return true;
    }
  });
}

function brokenCorrectness() {
  const result = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8'));
  return result.figures
    .filter((figure) => figure.budget?.correctness && figure.verdict !== 'pass')
    .map((figure) => figure.name);
}

const problems = [];
if (![0, 3, 4, 5].includes(exitCode)) problems.push(`the quick suite ended with ${exitCode}`);
for (const name of missing()) problems.push(`${name} is missing or empty`);
if (problems.length === 0) for (const name of brokenCorrectness()) problems.push(`${name} broke its budget`);
for (const problem of problems) console.error(`quick suite: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
