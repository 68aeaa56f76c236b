/** Grades a program in real sandboxes, with tests written the way authors write them. */
import { constraint, gradeTest } from '@learnflow/shared/grade';
import type { GradeReport, Grader, GradeSpec, TestOutcome } from '@learnflow/shared/grade';
import type { z } from 'zod';

export type TestInput = z.input<typeof gradeTest>;

let count = 0;

/** `program` is the text of main.py or several files by name. */
export function aGradeSpec(
  program: string | Record<string, string>,
  tests: TestInput[],
  constraints: z.input<typeof constraint>[] = [],
): GradeSpec {
  const files = typeof program === 'string' ? { 'main.py': program } : program;
  return {
    gradeId: `grade-${String((count += 1))}`,
    files: Object.entries(files).map(([name, text]) => ({ name, text })),
    entry: 'main.py',
    tests: tests.map((test) => gradeTest.parse(test)),
    constraints: constraints.map((one) => constraint.parse(one)),
  };
}

/** The report on `program`. */
export function grade(
  grader: Grader,
  ...about: Parameters<typeof aGradeSpec>
): Promise<GradeReport> {
  return grader.grade(aGradeSpec(...about)).report;
}

/** The outcome of the only test. */
export async function gradeOne(
  grader: Grader,
  program: string | Record<string, string>,
  test: TestInput,
): Promise<TestOutcome> {
  const { outcomes } = await grade(grader, program, [test]);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

let tests = 0;
const named = (): { id: string; name: string } => {
  tests += 1;
  return { id: `t${String(tests)}`, name: `test ${String(tests)}` };
};

/** A call of `name(args)` that should give `expect`. */
export function aCall(
  name: string,
  args: string,
  expect: string,
  more: Partial<Extract<TestInput, { kind: 'call' }>> = {},
): TestInput {
  return { ...named(), kind: 'call', function: name, args, expect, ...more };
}

/** A program that should print `expect` for `stdin`. */
export function aDialogue(
  stdin: string,
  expect: string,
  more: Partial<Extract<TestInput, { kind: 'stdio' }>> = {},
): TestInput {
  return { ...named(), kind: 'stdio', stdin, expect, ...more };
}
