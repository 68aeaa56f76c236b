import { record } from '../bench/report.ts';
import { type Result, type Scenario, World } from './world.ts';
import { away } from './scenarios/away.ts';
import { bells } from './scenarios/bells.ts';
import { churn } from './scenarios/churn.ts';
import { databaseStop } from './scenarios/database-stop.ts';
import { diskFull } from './scenarios/disk-full.ts';
import { forgedPresence, readOnlyBypass } from './scenarios/forged.ts';
import { fsyncError } from './scenarios/fsync-error.ts';
import { fuzz } from './scenarios/fuzz.ts';
import { herd } from './scenarios/herd.ts';
import { savedOrder } from './scenarios/saved-order.ts';
import { stalled } from './scenarios/stalled.ts';

/**
 * `npm run chaos [-- --short] [-- --only=<name>] [-- --seed=<n>]`: the real server under everything that goes wrong in
 * a school, and afterwards every room read afresh. Exit code 1 when anything was lost, doubled, diverged or stuck.
 */
const scenarios: readonly Scenario[] = [
  savedOrder,
  bells,
  churn,
  herd,
  stalled,
  away,
  databaseStop,
  fsyncError,
  fuzz,
  forgedPresence,
  readOnlyBypass,
  diskFull,
];
const figures = ['acknowledged', 'lost', 'doubled', 'diverged', 'stuck'] as const;

const flags = process.argv.slice(2);
const valueOf = (name: string): string | undefined =>
  flags.find((flag) => flag.startsWith(`--${name}=`))?.split('=')[1];
const isShort = flags.includes('--short');
const seed = Number(valueOf('seed') ?? Math.floor(Math.random() * 2 ** 32));
const only = valueOf('only');
const beganAt = performance.now();

const rows: { name: string; result: Result | Error; seconds: number }[] = [];
const world = await World.open(seed, isShort);
console.log(`seed ${seed}`);
try {
  for (const scenario of scenarios) {
    if (only && scenario.name !== only) continue;
    const startedAt = performance.now();
    const result = await scenario
      .run(world)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    const seconds = (performance.now() - startedAt) / 1000;
    const shown = enough(scenario, result);
    rows.push({ name: scenario.name, result: shown, seconds });
    console.log(`${scenario.name}: ${describe(shown)} (${seconds.toFixed(1)} s)`);
  }
} finally {
  await world.close();
}

/** Nothing lost of nothing is no proof. */
function enough(scenario: Scenario, result: Result | Error): Result | Error {
  if (result instanceof Error || 'skipped' in result) return result;
  const atLeast = scenario.atLeast(isShort);
  if (result.acknowledged >= atLeast) return result;
  return new Error(`only ${result.acknowledged} of ${atLeast} edits were acknowledged`);
}

function describe(result: Result | Error): string {
  if (result instanceof Error) return `failed: ${result.stack ?? result.message}`;
  if ('skipped' in result) return `skipped: ${result.skipped}`;
  return figures.map((name) => `${result[name]} ${name}`).join(', ');
}
function isBad(result: Result | Error): boolean {
  if (result instanceof Error) return true;
  if ('skipped' in result) return false;
  return result.lost + result.doubled + result.diverged + result.stuck > 0;
}

const line = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(22) : String(cell).padStart(13)))
    .join('');
console.log(`\n${line(['scenario', ...figures, 'seconds'])}`);
for (const { name, result, seconds } of rows) {
  const cells =
    result instanceof Error
      ? figures.map(() => 'failed')
      : 'skipped' in result
        ? figures.map(() => 'skipped')
        : figures.map((figure) => result[figure]);
  console.log(line([name, ...cells, seconds.toFixed(1)]));
}
const failed = rows.filter(({ result }) => isBad(result)).length;
const skipped = rows.filter(
  ({ result }) => !(result instanceof Error) && 'skipped' in result,
).length;
if (!isShort && !only) {
  record('chaos', `npm run chaos -- --seed=${seed}`, {
    seed,
    minutes: (performance.now() - beganAt) / 60_000,
    failed,
    skipped,
    scenarios: rows.map(({ name, result, seconds }) => ({
      name,
      seconds,
      ...(result instanceof Error ? { error: result.message } : result),
    })),
  });
}
console.log(`\n${rows.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
