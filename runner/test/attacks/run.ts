/**
 * `npm run attacks`: every attack on bubblewrap, or on another sandbox (`-- --driver podman`). Ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';

import { driverChoices } from '../../src/select.ts';
import { createRunner } from '../../src/index.ts';
import { runProgram } from '../program.ts';
import { leftovers, mountsNow } from './leftovers.ts';
import {
  gradeTries,
  listen,
  sandboxTries,
  secret,
  smallExercises,
  tryExercise,
  tryGrade,
  trySandbox,
  universal,
} from './suite.ts';

process.env['LEARNFLOW_TEST_SECRET'] = secret;
const mountsBefore = mountsNow();
const { values } = parseArgs({ options: { driver: { type: 'string', default: 'bubblewrap' } } });
const driver = driverChoices.find((choice) => choice === values.driver);
if (driver === undefined) throw new Error(`--driver takes one of ${driverChoices.join(', ')}`);
const runner = await createRunner({ driver });
const { grader } = runner;
if (grader === undefined) {
  console.log(`SKIPPED: ${runner.report().reason ?? 'no sandbox'}`);
  console.log(`0 passed, 0 failed, ${String(sandboxTries.length + gradeTries.length)} skipped`);
  process.exit(0);
}
let passed = 0;
let failed = 0;
function count(name: string, problem: string | undefined): void {
  if (problem === undefined) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${name}: ${problem}`);
  }
}

const listener = await listen();
// In a container that list is the image's own.
const isInImage = driver === 'podman' || driver === 'docker';
for (const attack of sandboxTries.filter(({ name }) => !isInImage || name !== 'reads the users')) {
  count(`${attack.class}: ${attack.name}`, await trySandbox(runner, attack, listener));
  const next = await runProgram(runner, 'print("well")');
  if (next.out !== 'well\n') count(`${attack.class}: ${attack.name}`, `the next run: ${next.err}`);
}
for (const attack of gradeTries)
  count(`${attack.class}: ${attack.name}`, await tryGrade(grader, attack));
for (const exercise of smallExercises)
  count(`cheats on ${exercise.name}`, await tryExercise(grader, exercise, universal));
listener.close();
await runner.close();
for (const left of leftovers(mountsBefore)) count('what is left', left);
console.log(`\n${String(passed)} passed, ${String(failed)} failed`);
process.exit(failed > 0 ? 1 : 0);
