/**
 * `npm run attacks`: every attack on bubblewrap and on Pyodide, or on one sandbox only (`-- --driver podman`).
 * Ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';

import { createRunner } from '../../src/index.ts';
import { driverChoices } from '../../src/select.ts';
import { runProgram } from '../program.ts';
import { leftovers, mountsNow } from './leftovers.ts';
import { listen, secret, triesOf, tryExercise, tryGrade, trySandbox, universal } from './suite.ts';
import type { DriverName } from './suite.ts';

type Try = [name: string, attempt: () => Promise<string | undefined>];

/** Attacks on Pyodide mostly wait for their interpreter to start; others would disturb each other's clocks. */
const atOnce = (driver: DriverName): number => (driver === 'pyodide' ? 3 : 1);

process.env['LEARNFLOW_TEST_SECRET'] = secret;
const { values } = parseArgs({ options: { driver: { type: 'string' } } });
const asked = driverChoices.find((choice) => choice === values.driver);
if (values.driver !== undefined && asked === undefined)
  throw new Error(`--driver takes one of ${driverChoices.join(', ')}`);
const drivers = asked === undefined ? (['bubblewrap', 'pyodide'] as const) : [asked];
let passed = 0;
let failed = 0;
let skipped = 0;

function count(name: string, problem: string | undefined): void {
  if (problem === undefined) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${name}: ${problem}`);
  }
}

async function attack(driver: DriverName): Promise<void> {
  const began = performance.now();
  const before = passed;
  const mountsBefore = mountsNow();
  const { sandbox, grades, exercises } = triesOf(driver);
  const runner = await createRunner({ driver });
  const { grader } = runner;
  if (grader === undefined) {
    skipped += sandbox.length + grades.length;
    console.log(`SKIPPED: ${driver}: ${runner.report().reason ?? 'no sandbox'}`);
    return;
  }
  const listener = await listen();
  const tries: Try[] = [
    ...sandbox.map((one): Try => [
      `${one.class}: ${one.name}`,
      async () => {
        const problem = await trySandbox(runner, one, listener);
        if (problem !== undefined) return problem;
        const next = await runProgram(runner, 'print("well")', { limits: { wallMs: 60_000 } });
        return next.out === 'well\n' ? undefined : `the next run: ${next.err}`;
      },
    ]),
    ...grades.map((one): Try => [`${one.class}: ${one.name}`, () => tryGrade(grader, one)]),
    ...exercises.map((one): Try => [
      `cheats on ${one.name}`,
      () => tryExercise(grader, one, universal),
    ]),
  ];
  await Promise.all(
    Array.from({ length: atOnce(driver) }, async () => {
      for (let next = tries.shift(); next !== undefined; next = tries.shift())
        count(`${driver}: ${next[0]}`, await next[1]());
    }),
  );
  listener.close();
  await runner.close();
  for (const left of leftovers(mountsBefore)) count(`${driver}: what is left`, left);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${driver}: ${String(passed - before)} passed in ${String(seconds)} s`);
}

for (const driver of drivers) await attack(driver);
console.log(
  `\n${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`,
);
process.exit(failed > 0 ? 1 : 0);
