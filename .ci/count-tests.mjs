// Prints "PASSED FAILED" of a test report, and names on standard error what was skipped: node count-tests.mjs FILE
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const { assertionResults } of report.testResults) {
  for (const { status, fullName } of assertionResults) {
    if (status === 'pending' || status === 'skipped') console.error(`skipped: ${fullName}`);
  }
}
// A file that cannot even be loaded has no tests that could fail.
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
console.log(report.numPassedTests, report.numFailedTests + broken.length);
