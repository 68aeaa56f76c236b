/**
 * The suites of `.ci/run`: `npm test`, then what is too slow for it. Each suite ends with its own
 * `N passed, N failed[, N skipped]` line; they are added up here.
 */
import { spawn } from 'node:child_process';
import { createCount } from './count.mjs';
import { root } from './prepare.mjs';

const suites = [
  { name: 'npm test', command: 'npm', args: ['test'] },
  { name: 'slow tests', command: 'npm', args: ['run', '--silent', 'test:slow'] },
  { name: 'courses', command: 'npm', args: ['run', '--silent', 'courses:check'] },
  { name: 'attacks', command: 'npm', args: ['run', '--silent', 'attacks'] },
  { name: 'a fresh clone', command: 'node', args: ['scripts/fresh-clone.mjs'] },
];
const count = createCount();
for (const suite of suites) {
  console.log(`\n=== ${suite.name} ===`);
  const { code, lastCount } = await run(suite);
  if (lastCount) count.add(lastCount);
  // A suite that ends badly without saying so, or without a count, is a failure.
  if (!lastCount || (code !== 0 && lastCount.failed === 0)) count.add({ failed: 1 });
}
console.log(`\n${count.line()}`);
process.exit(count.total.failed > 0 ? 1 : 0);

/** Streams a suite's output through and reads its closing line. */
function run({ command, args }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let tail = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk.toString()).slice(-4000);
    });
    child.on('error', () => resolve({ code: 1, lastCount: undefined }));
    child.on('close', (code) => {
      const match = [...tail.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
      const lastCount = match && {
        passed: Number(match[1]),
        failed: Number(match[2]),
        skipped: Number(match[3] ?? 0),
      };
      resolve({ code, lastCount });
    });
  });
}
