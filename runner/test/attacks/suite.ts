/** Runs attacks in real sandboxes and says what came through. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import type { Grader } from '@learnflow/shared/grade';
import type { Runner } from '@learnflow/shared/run';

import type { DriverChoice } from '../../src/select.ts';
import { aCall, grade } from '../grade.ts';
import { runProgram } from '../program.ts';
import type { GradeAttack, SandboxAttack } from './attack.ts';
import { smallExercises } from './exercises.ts';
import type { SmallExercise } from './exercises.ts';
import { gradeTries, universal } from './grade-attacks.ts';
import { pyodideGradeTries } from './pyodide-grade-attacks.ts';
import { pyodideMachineDoors } from './pyodide-machine-doors.ts';
import { pyodideScriptDoors } from './pyodide-script-doors.ts';
import { bombs } from './sandbox-bombs.ts';
import { doors } from './sandbox-doors.ts';

/** Put into the environment before a runner starts; no program may ever see it. */
export const secret = 'hush-4711';

export { universal };

export type DriverName = DriverChoice;

/**
 * These mean something else there: the whole file system is the program's own memory, with folders that Emscripten makes,
 * every name is answered with an address of nobody, SIGSTOP stops nothing, and without ctypes another way to crash is tried.
 */
const notInPyodide = [
  'lists homes',
  'writes outside',
  'changes kernel settings',
  'gives itself a set-user file',
  'reads what others left',
  'resolves a name',
  'stops itself',
  'crashes Python',
];
/** In a container that list is the image's own. */
const notInImage = ['reads the users'];

interface Tries {
  sandbox: SandboxAttack[];
  grades: GradeAttack[];
  exercises: SmallExercise[];
}

const native: Tries = {
  sandbox: [...bombs, ...doors],
  grades: gradeTries,
  exercises: smallExercises,
};

/** What is tried on a driver. */
export function triesOf(driver: DriverName): Tries {
  if (driver === 'podman' || driver === 'docker')
    return { ...native, sandbox: without(native.sandbox, notInImage) };
  if (driver !== 'pyodide') return native;
  return {
    sandbox: [
      // There is no kernel to ask.
      ...without(native.sandbox, notInPyodide).filter((one) => one.class !== 'kernel'),
      ...pyodideScriptDoors,
      ...pyodideMachineDoors,
    ],
    grades: [...gradeTries, ...pyodideGradeTries],
    // Each submission costs Pyodide a third of a second, and how answers are compared is the same for all drivers.
    exercises: smallExercises.filter((_one, index) => index % 8 === 0),
  };
}

function without(attacks: readonly SandboxAttack[], names: readonly string[]): SandboxAttack[] {
  return attacks.filter((one) => !names.includes(one.name));
}

const doubles = [
  ['3', '6'],
  ['10', '20'],
  ['-7', '-14'],
  ['"ab"', '"abab"'],
] as const;
const quick = { cpuMs: 1_000, wallMs: 4_000 };

export interface Listener {
  port: number;
  visits(): number;
  close(): void;
}

/** A server on this machine that nothing in a sandbox may reach. */
export async function listen(): Promise<Listener> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, visits: () => visits, close: () => server.close() };
}

/** What is wrong after `attack` ran; undefined when the sandbox held. */
export async function trySandbox(
  runner: Runner,
  attack: SandboxAttack,
  listener: Listener,
): Promise<string | undefined> {
  const program = attack.program
    .replaceAll('{{port}}', String(listener.port))
    .replaceAll('{{file}}', import.meta.filename)
    .replaceAll('{{secret}}', `${secret.slice(0, 5)}" + "${secret.slice(5)}`);
  const run = await runProgram(runner, program, {
    limits: {
      cpuMs: 1_500,
      wallMs: runner.report().driver === 'pyodide' ? 12_000 : 6_000,
      idleMs: 2_000,
      processes: 32,
    },
  });
  const seen = run.out + run.err;
  if (seen.includes('ESCAPE')) return `reached: ${seen.slice(seen.indexOf('ESCAPE'), 300)}`;
  if (listener.visits() > 0) return 'reached a server of this machine';
  if (!attack.ends.includes(run.end.reason))
    return `ended with ${run.end.reason}: ${seen.slice(-300)}`;
  return undefined;
}

/** What is wrong after `attack` was graded; undefined when it got nothing. */
export async function tryGrade(grader: Grader, attack: GradeAttack): Promise<string | undefined> {
  const tests = doubles.map(([args, expect]) => aCall('double', args, expect, { limits: quick }));
  const report = await grade(grader, attack.program, tests);
  return report.earned === 0 && report.score === 0
    ? undefined
    : `earned ${String(report.earned)}: ${JSON.stringify(report.outcomes).slice(0, 300)}`;
}

/** What is wrong with one exercise: an honest solution gets everything, a cheat nothing. */
export async function tryExercise(
  grader: Grader,
  exercise: (typeof smallExercises)[number],
  cheats: typeof universal,
): Promise<string | undefined> {
  const honest = await grade(grader, exercise.solution, exercise.tests);
  if (honest.score !== 100)
    return `an honest solution got ${String(honest.score)}: ${JSON.stringify(honest.outcomes)}`;
  for (const [name, program] of cheats) {
    const report = await grade(grader, program(exercise.name), exercise.tests);
    if (report.earned > 0) return `the cheat "${name}" earned ${String(report.earned)}`;
  }
  return undefined;
}
