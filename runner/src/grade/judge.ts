/**
 * The judge: knows what tests expect and asks their checkers, in sandboxes of its own that no learner's code ever enters.
 * Inputs and expected values are read from an exercise once and kept, so that a class handing in the same exercise costs
 * one question.
 */
import { createHash } from 'node:crypto';

import type { Constraint, GradeTest } from '@learnflow/shared/grade';
import { z } from 'zod';

import type { CaseEnd } from './case-end.ts';
import { judgeLimits } from './jobs.ts';
import type { GradeTask, Program } from './jobs.ts';
import type { Value, WrittenValue } from './value.ts';
import { readValue } from './value.ts';
import type { Workplace } from './workplace.ts';

/** Exercises kept; a term uses fewer. */
const keptExercises = 200;

/** What a test gives and expects; `error` when the test itself is broken. */
export interface PreparedTest {
  /** Arguments of each call, as they go into the sandbox. */
  calls: WrittenValue[];
  expected?: { value: Value; written: WrittenValue };
  error?: string;
}

export interface Judge {
  /** Reads inputs and expected values, in the order of `tests`. */
  prepare(work: Workplace, tests: GradeTest[]): Promise<PreparedTest[]>;
  /** The verdict on each claim: right, wrong, or the checker's sentence; a text alone when the check itself failed. */
  check(
    work: Workplace,
    question: { source: string; property: boolean; items: [WrittenValue, WrittenValue][] },
  ): Promise<(boolean | string)[] | { failure: string }>;
  /** Positions of broken constraints; undefined when the code cannot be read as Python. */
  inspect(
    work: Workplace,
    program: Program,
    constraints: Constraint[],
  ): Promise<number[] | undefined>;
}

const written = z.custom<WrittenValue>((value) => value !== undefined);
const preparedList = z.array(
  z.union([
    z.object({ error: z.string() }),
    z.object({ calls: z.array(written), expected: z.exactOptional(written) }),
  ]),
);
const verdicts = z.union([
  z.object({ error: z.string() }),
  z.object({ verdicts: z.array(z.union([z.boolean(), z.string()])) }),
]);
const inspection = z.union([
  z.object({ unreadable: z.string() }),
  z.object({ broken: z.array(z.number().int().nonnegative()) }),
]);

const nobody: Program = { files: [], entry: '' };

export function createJudge(): Judge {
  const kept = new Map<string, Promise<PreparedTest[]>>();

  async function ask(work: Workplace, program: Program, task: GradeTask): Promise<CaseEnd> {
    return work.alone(program, { task, seed: 'judge', limits: judgeLimits });
  }

  async function readTests(work: Workplace, tests: GradeTest[]): Promise<PreparedTest[]> {
    const end = await ask(work, nobody, { kind: 'prepare', tests: tests.map(questionOf) });
    const answer = preparedList.safeParse(claimOf(end));
    if (!answer.success || answer.data.length !== tests.length)
      return tests.map(() => ({ calls: [], error: 'The tests of this exercise cannot be read.' }));
    return answer.data.map((one) => {
      if ('error' in one) return { calls: [], error: one.error };
      const { calls, expected } = one;
      if (expected === undefined) return { calls };
      return { calls, expected: { value: readValue(expected), written: expected } };
    });
  }

  return {
    prepare(work, tests) {
      const key = createHash('sha256').update(JSON.stringify(tests)).digest('hex');
      const known = kept.get(key);
      if (known !== undefined) return known.catch(() => readTests(work, tests));
      const reading = readTests(work, tests);
      kept.set(key, reading);
      // A failure is the sandbox's; the next one to ask tries again.
      reading.catch(() => kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > keptExercises && oldest !== undefined) kept.delete(oldest);
      return reading;
    },

    async check(work, question) {
      const end = await ask(work, nobody, { kind: 'check', ...question });
      const answer = verdicts.safeParse(claimOf(end));
      if (!answer.success)
        return { failure: 'The answer could not be checked in the time allowed.' };
      if ('error' in answer.data)
        return { failure: `The check itself is broken: ${answer.data.error}` };
      return answer.data.verdicts;
    },

    async inspect(work, program, constraints) {
      const end = await ask(work, program, { kind: 'inspect', constraints });
      const answer = inspection.safeParse(claimOf(end));
      return answer.success && 'broken' in answer.data ? answer.data.broken : undefined;
    },
  };
}

function claimOf(end: CaseEnd): unknown {
  const [claim] = end.claims;
  if (claim === undefined || end.claims.length !== 1) return undefined;
  try {
    return JSON.parse(claim);
  } catch {
    return undefined;
  }
}

/** What the judge must know of a test; the rest of it is compared outside. */
function questionOf(test: GradeTest): object {
  const { id } = test;
  switch (test.kind) {
    case 'call':
      return {
        id,
        kind: test.compare.kind === 'checker' ? 'checker' : 'plain',
        args: test.args,
        ...(test.expect === undefined ? {} : { expect: test.expect }),
        ...(test.compare.kind === 'checker' ? { source: test.compare.source } : {}),
      };
    case 'stdio':
      return test.compare.kind === 'checker'
        ? { id, kind: 'checker', source: test.compare.source }
        : { id, kind: 'plain' };
    case 'property':
      return { id, kind: 'property', source: test.source, cases: test.cases };
    case 'suite':
      return { id, kind: 'plain' };
  }
}
