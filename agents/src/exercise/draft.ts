/**
 * An exercise as a model writes it: one JSON object, read here and trusted nowhere. What comes out has the form of every
 * exercise; whether it is any good, the sandbox says (the server proves it) and then the teacher who reads it.
 */
import { difficulties, type Exercise, exercise as exerciseSchema } from '@learnflow/shared';
import { z } from 'zod';
import { withoutLinks } from '../llm/links.ts';

export const draftLimits = {
  /** Of the whole text, thoughts before it included. */
  chars: 24_000,
  /** An exercise with its tests needs more than an answer. */
  tokens: 2_000,
} as const;

/** Postgres stores neither NUL nor half an emoji. */
const text = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .refine((written) => written.isWellFormed() && !written.includes('\0'));
const line = text(80).trim().min(1);
const code = text(4_000).refine((written) => written.trim() !== '');
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/);

/** Models write null for what is not there. */
const orNothing = <Of extends z.ZodType>(of: Of) =>
  of.nullish().transform((written) => written ?? undefined);

const test = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal('call'), name: line.optional(), hidden: z.boolean().default(false) },
    ...{ function: name, args: text(1_000).default('') },
    ...{ expect: orNothing(text(1_000)), raises: orNothing(name) },
    compare: z.enum(['exact', 'number', 'unordered']).default('exact'),
  }),
  z.object({
    ...{ kind: z.literal('stdio'), name: line.optional(), hidden: z.boolean().default(false) },
    ...{ stdin: text(1_000).default(''), expect: text(1_000) },
  }),
]);

const draft = z.object({
  ...{ title: line, topic: line, difficulty: z.enum(difficulties) },
  task: text(4_000).transform((written) => withoutLinks(written).trim()),
  ...{ starter: code, solution: code },
  tests: z
    .array(test)
    .min(3)
    .max(12)
    // Students see what is asked, and cannot write for what is seen alone.
    .refine((all) => all.some(({ hidden }) => hidden) && all.some(({ hidden }) => !hidden)),
});

/**
 * @param written  everything the model said
 * @param id       of the exercise
 * @returns undefined when it is no exercise
 */
export function readDraft(written: string, id: string): Exercise | undefined {
  const read = draft.safeParse(jsonIn(written));
  if (!read.success || read.data.task === '') return undefined;
  const { tests, starter, solution, ...words } = read.data;
  const entry = `${fileOf(words.title)}.py`;
  const made = exerciseSchema.safeParse({
    ...{ id, entry, ...words },
    starter: [{ name: entry, text: ended(starter) }],
    solution: [{ name: entry, text: ended(solution) }],
    tests: tests.map((one, at) => ({
      ...one,
      ...{ id: `test-${at + 1}`, name: one.name ?? `Test ${at + 1}` },
      ...(one.hidden ? { category: 'more cases' } : {}),
      ...(one.kind === 'call' ? { compare: { kind: one.compare } } : {}),
    })),
  });
  return made.success ? made.data : undefined;
}

/** Small models think aloud first and put a fence around it. */
function jsonIn(written: string): unknown {
  const said = written.slice(written.lastIndexOf('</think>') + 1);
  try {
    return JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}

/** Under the title; no module that a program could want to import begins so. */
function fileOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return ['my', ...words].join('_').slice(0, 32).replace(/_+$/, '');
}

const ended = (written: string): string => `${written.trimEnd()}\n`;
