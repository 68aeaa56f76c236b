import type { Comparison, Constraint, Exercise, GradeTest } from '@learnflow/shared';
import type { Draw } from './draw.ts';
import { literal, type PythonValue } from './python-value.ts';
import type { TopicId } from './topics.ts';

export type Difficulty = Exercise['difficulty'];

/** An exercise with gaps: names, numbers and the rule are drawn. */
export interface Template {
  /** Stable; part of the ids of the exercises made from it. */
  id: string;
  topic: TopicId;
  levels: readonly Difficulty[];
  make(draw: Draw, level: Difficulty): Draft;
}

/** What a template makes: everything but the id. The example in the task comes from the first tests. */
export interface Draft {
  title: string;
  /** Markdown. */
  task: string;
  /** Name of the program without `.py`. */
  file: string;
  starter: string;
  solution: string;
  /** Files beside the program, the same for starter and solution. */
  beside?: readonly { name: string; text: string }[];
  tests: GradeTest[];
  constraints?: Constraint[];
}

/** The exception that a call must end with. */
export class Raises {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

type Shown<A> = readonly (readonly [name: string, ...args: A & readonly PythonValue[]])[];

/**
 * Tests that call one function. What they expect is worked out here, in another language than the solution: when the
 * solution passes them, two ways of thinking came to the same. A case that was drawn twice stays once.
 */
export function calls<A extends readonly PythonValue[]>(
  name: string,
  answer: (...args: A) => PythonValue | Raises,
  {
    shown,
    hidden,
    compare = { kind: 'exact' },
  }: { shown: Shown<A>; hidden: Shown<A>; compare?: Comparison },
): GradeTest[] {
  const seen = new Set<string>();
  const made: GradeTest[] = [];
  for (const [isHidden, cases] of [
    [false, shown],
    [true, hidden],
  ] as const) {
    for (const [label, ...rest] of cases) {
      const args = rest as unknown as A;
      const text = args.map(literal).join(', ');
      if (seen.has(text)) continue;
      seen.add(text);
      const expected = answer(...args);
      const number = made.length + 1;
      made.push({
        ...{ kind: 'call', id: `case-${number}`, function: name, args: text, compare },
        name: isHidden ? `${label} ${number}` : label,
        ...(expected instanceof Raises ? { raises: expected.type } : { expect: literal(expected) }),
        ...(isHidden ? { hidden: true, category: label } : { hidden: false }),
        ...{ weight: 1, limits: {} },
      });
    }
  }
  return made;
}

/** Tests that run the program with an input; what it must print is worked out from the same lines. */
export function prints(
  answer: (lines: readonly string[]) => string,
  {
    shown,
    hidden,
  }: {
    shown: readonly (readonly [string, ...string[]])[];
    hidden: readonly (readonly [string, ...string[]])[];
  },
): GradeTest[] {
  const seen = new Set<string>();
  const made: GradeTest[] = [];
  for (const [isHidden, cases] of [
    [false, shown],
    [true, hidden],
  ] as const) {
    for (const [label, ...lines] of cases) {
      const stdin = lines.map((line) => `${line}\n`).join('');
      if (seen.has(stdin)) continue;
      seen.add(stdin);
      const number = made.length + 1;
      made.push({
        ...{ kind: 'stdio', id: `case-${number}`, stdin, expect: `${answer(lines)}\n` },
        name: isHidden ? `${label} ${number}` : label,
        ...(isHidden ? { hidden: true, category: label } : { hidden: false }),
        ...{ compare: { kind: 'whitespace' }, weight: 1, limits: {} },
      });
    }
  }
  return made;
}

/** A text of these lines, each ended. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

export function needs(
  construct: Constraint['construct'],
  message: string,
  name?: string,
): Constraint[] {
  return [
    { rule: 'required', construct, message, cost: 20, ...(name === undefined ? {} : { name }) },
  ];
}
