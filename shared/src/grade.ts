/**
 * Grading: the words between the room server and a grader, and what a grade tells people.
 *
 * Expected values stay with the judge: a program under test gets inputs only, hands back one claimed value, and the
 * comparison happens in another process. `GradeSpec` therefore never travels to a client; `GradeReport` does so only
 * after `presentReport` took out what hidden tests would tell.
 */
import { z } from 'zod';

import type { RunError, RunFile } from './run.ts';
import type { RunSettings } from './run-limits.ts';

/** Bounds of an exercise's tests; an author who meets one has written several exercises in one. */
export const gradeLimits = {
  maxTests: 60,
  maxTextChars: 20_000,
  maxNameChars: 80,
  maxWeight: 100,
} as const;

const text = z.string().max(gradeLimits.maxTextChars);
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a Python name');

/**
 * How a claimed value or output is compared with the expected one. Here and below a key that nobody knows is a mistake: a
 * `hiden: true` that is passed over would show a hidden test.
 */
export const comparison = z.discriminatedUnion('kind', [
  /** Same type, same value; for output: same characters after CR LF became LF. */
  z.strictObject({ kind: z.literal('exact') }),
  /** Output only: trailing blanks of lines and empty lines at the end do not count. */
  z.strictObject({ kind: z.literal('whitespace') }),
  /** Numbers, also inside lists: |got - expected| <= max(absolute, relative * |expected|). An int may stand for a float. */
  z.strictObject({
    kind: z.literal('number'),
    absolute: z.number().nonnegative().default(1e-9),
    relative: z.number().nonnegative().default(1e-9),
  }),
  /** Items in any order; duplicates count. For output: lines in any order. */
  z.strictObject({ kind: z.literal('unordered') }),
  /** `check(expected, got)` in this Python source decides, in a process of its own: True, False, or a sentence. */
  z.strictObject({ kind: z.literal('checker'), source: text }),
]);
export type Comparison = z.infer<typeof comparison>;

const base = {
  /** Unique within its exercise and stable: grades refer to it. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(gradeLimits.maxNameChars),
  /** Students see neither its name nor its inputs nor what it expects, only its category. */
  hidden: z.boolean().default(false),
  /** What a hidden test is about, in words that give nothing away ("edge cases"). */
  category: z.string().max(gradeLimits.maxNameChars).optional(),
  weight: z.number().positive().max(gradeLimits.maxWeight).default(1),
  limits: z
    .strictObject({
      cpuMs: z.number().int().positive().max(60_000),
      wallMs: z.number().int().positive().max(60_000),
      memoryBytes: z.number().int().positive(),
    })
    .partial()
    .default({}),
};

/** Calls one function: `args` is the text of the arguments in Python (`[2, 5, 5, 9], limit=3`), literals only. */
const callTest = z.strictObject({
  ...base,
  kind: z.literal('call'),
  function: identifier,
  args: text.default(''),
  /** The expected value as a Python literal; exactly one of `expect` and `raises`. */
  expect: text.optional(),
  /** Name of the exception that must come, e.g. `ValueError`. */
  raises: identifier.optional(),
  compare: comparison.default({ kind: 'exact' }),
});

/** Runs the program with `stdin` and compares what it prints. */
const stdioTest = z.strictObject({
  ...base,
  kind: z.literal('stdio'),
  stdin: text.default(''),
  expect: text,
  compare: comparison.default({ kind: 'whitespace' }),
});

/** `generate(random)` makes the arguments, `check(args, got)` judges; both stay with the judge. */
const propertyTest = z.strictObject({
  ...base,
  kind: z.literal('property'),
  function: identifier,
  cases: z.number().int().min(1).max(50).default(10),
  source: text,
});

/** A unittest or pytest file of the teacher. Runs in one process with the student's code: `checkedIn` says so. */
const suiteTest = z.strictObject({
  ...base,
  kind: z.literal('suite'),
  framework: z.enum(['unittest', 'pytest']),
  source: text,
});

export const gradeTest = z
  .discriminatedUnion('kind', [callTest, stdioTest, propertyTest, suiteTest])
  .refine(
    (test) => test.kind !== 'call' || (test.expect === undefined) !== (test.raises === undefined),
    {
      message: 'a call needs exactly one of expect and raises',
    },
  );
export type GradeTest = z.infer<typeof gradeTest>;

/** What the code must or must not contain, decided from its syntax tree, never by searching text. */
export const constraint = z.strictObject({
  rule: z.enum(['required', 'forbidden']),
  construct: z.enum([
    'for',
    'while',
    'comprehension',
    'recursion',
    'function',
    'class',
    'try',
    'import',
    'call',
    'global',
    'lambda',
    'eval',
  ]),
  /** For `import` and `call`: which module or function; for `recursion` and `function`: which function. */
  name: z.string().max(gradeLimits.maxNameChars).optional(),
  /** The sentence a student reads when it is broken. */
  message: z.string().max(300),
  /** Points of the 100 taken off while it is broken. A syntax tree can be evaded; a rule worth everything needs a test. */
  cost: z.number().int().min(1).max(100).default(50),
});
export type Constraint = z.infer<typeof constraint>;

export interface GradeSpec {
  gradeId: string;
  files: RunFile[];
  /** The file that `stdio` runs and `call` imports; one of `files`. */
  entry: string;
  tests: GradeTest[];
  constraints: Constraint[];
  /** What the exercise gives each of its tests beyond the standard; a test's own limits come last. */
  limits?: RunSettings;
}

export const outcomeStatuses = [
  'pass',
  'wrong',
  'error',
  'time',
  'memory',
  'output',
  'not-reached',
] as const;
/**
 * `wrong`: another value or output than expected. `error`: an exception, or the program left without an answer.
 * `time`, `memory`, `output`: a limit. `not-reached`: the code could not be loaded, or grading was stopped before.
 */
export type OutcomeStatus = (typeof outcomeStatuses)[number];

/** Expected beside got, as Python would write them; `hint` names what differs when that can be said in a few words. */
export interface TypedDiff {
  expected: string;
  got: string;
  expectedType: string;
  gotType: string;
  /** E.g. `the second line`, `the type: str instead of int`, `a blank at the end`. */
  hint?: string;
}

export interface TestOutcome {
  testId: string;
  status: OutcomeStatus;
  diff?: TypedDiff;
  error?: RunError;
  /** A checker's or constraint's sentence. */
  message?: string;
  durationMs: number;
}

/**
 * How far tests were kept from each other and from the code under test. `separate-process`: a fresh sandbox per case, judged
 * elsewhere. `shared-process`: judged elsewhere, but the cases of a submission shared one process (Pyodide), so state could
 * pass from one to the next. `in-process`: a teacher's test file ran beside the student's code and could be talked to.
 */
export const checkedInKinds = ['separate-process', 'shared-process', 'in-process'] as const;
export type CheckedIn = (typeof checkedInKinds)[number];

export interface GradeReport {
  gradeId: string;
  outcomes: TestOutcome[];
  /** Constraints that are broken, as sentences for the student. */
  broken: string[];
  earned: number;
  possible: number;
  /** 0–100, rounded half up; 100 only when every test passes and no constraint is broken. */
  score: number;
  checkedIn: CheckedIn;
  durationMs: number;
}

export interface GradeHandle {
  /** The one report. Rejects only when the grader itself failed (`AppError` `unavailable`): then nothing was judged. */
  report: Promise<GradeReport>;
  stop(): void;
}

/** The port through which the server grades; the adapter lives in the runner workspace. */
export interface Grader {
  grade(
    spec: GradeSpec,
    on?: { outcome?: (outcome: TestOutcome) => void; queued?: (place: number) => void },
  ): GradeHandle;
}
