/**
 * `npm test`: installs what is missing, then formatting, lint, types, unit and integration tests on the real Postgres,
 * and the browser tests on the real product. Every step counts; the last line is `N passed, N failed[, N skipped]`.
 * `npm test -- --unit` leaves the browser out. `npm run test:slow` runs the files named `*.slow.*` and only them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { createCount } from './count.mjs';
import { buildClient, installPackages, nodeBinary, root } from './prepare.mjs';

const unitOnly = process.argv.includes('--unit');
const isSlow = process.argv.includes('--slow');
if (isSlow) process.env.LEARNFLOW_SLOW = '1';
const reports = path.join(root, 'artefacts', 'reports');
const count = createCount();

installPackages();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

if (!isSlow) checkSources();
buildClient();
if (!isSlow) checkClientTypes();
unitTests();
if (!unitOnly) browserTests();

console.log(`\n${count.line()}`);
process.exit(count.total.failed > 0 ? 1 : 0);

function checkSources() {
  check('formatting', ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
  check('lint', ['eslint/bin/eslint.js', '.', '--max-warnings', '0']);
  check('types', ['typescript/bin/tsc', '-p', 'tsconfig.json']);
}

/** After the build, which writes what the pages' types need. */
function checkClientTypes() {
  check(
    'client types',
    ['svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    'client',
  );
}

/** Runs a JavaScript tool of node_modules with the project's own Node. @returns its exit code */
function run(tool, folder = '.', env = {}) {
  const [script, ...args] = tool;
  const result = spawnSync(nodeBinary(), [path.join(root, 'node_modules', script), ...args], {
    cwd: path.join(root, folder),
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return result.status ?? 1;
}

/** A step that passes or fails as a whole. */
function check(name, tool, folder) {
  const ok = run(tool, folder) === 0;
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  count.add(ok ? { passed: 1 } : { failed: 1 });
}

function unitTests() {
  const report = path.join(reports, 'unit.json');
  const code = run([
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const result = readReport(report);
  if (!result) return count.add({ failed: 1 });
  const failed = result.numFailedTests;
  // A file that breaks before its first test, or an error between tests, fails the run without a failed test.
  count.add({
    passed: result.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  });
}

function browserTests() {
  if (!findChromium()) {
    console.log(
      'SKIPPED: browser tests, because no Chromium was found (Debian: apt-get install chromium; or set CHROMIUM).',
    );
    return count.add({ skipped: 1 });
  }
  const report = path.join(reports, 'browser.json');
  const code = run(['@playwright/test/cli.js', 'test'], '.', {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const result = readReport(report);
  if (!result) return count.add({ failed: 1 });
  const { expected, unexpected, flaky, skipped } = result.stats;
  count.add({
    passed: expected,
    // A test that passes only at the second try is a failure too.
    failed: unexpected + flaky + (code !== 0 && unexpected + flaky === 0 ? 1 : 0),
    skipped,
  });
}

function readReport(file) {
  if (!existsSync(file)) {
    console.log(`FAILED: no report was written to ${path.relative(root, file)}`);
    return undefined;
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
