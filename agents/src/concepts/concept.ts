/** What one concept of the library is: the shape of a file in `agents/concepts`. */
import { learnerLevels, type LearnerLevel, tutorLimits } from '@learnflow/shared';
import { z } from 'zod';

/** The eight modules, in the order in which they are taught. */
export const modules = [
  'basics',
  'control-flow',
  'data-structures',
  'functions',
  'oop',
  'files',
  'errors',
  'libraries',
] as const;
export type Module = (typeof modules)[number];

const id = z
  .string()
  .max(60)
  .regex(/^[a-z]+(-[a-z]+)*$/, 'small letters and hyphens only');

/** How a construct is found in a program; `own-line.ts` says what each kind means. */
const find = z
  .string()
  .regex(/^(node|call|method|name|sign|shape) \S+$/, 'like `node ForStatement` or `call input`');

/** The YAML between the first two lines of hyphens. */
export const frontMatter = z.strictObject({
  id,
  title: z.string().min(2).max(60),
  module: z.enum(modules),
  /** What people call it; each alone is enough to mean it. */
  names: z.array(z.string().min(1).max(60)).min(2),
  /** How students ask for it who do not know what it is called. */
  asked: z.array(z.string().min(4).max(80)).min(2),
  /** Words that go with it; they only help. */
  words: z.array(z.string().min(1).max(40)).default([]),
  /** Related concepts, the nearest first. */
  see: z.array(id).min(1),
  /** Concepts to know before. */
  needs: z.array(id).default([]),
  finds: z.array(find).default([]),
  /** A question about the learner's own line that uses it. */
  ask: z.exactOptional(z.string().max(160)),
  /** What the examples read from the keyboard. */
  input: z.string().default(''),
  /** Files that the examples find beside them. */
  files: z.record(z.string().regex(/^[\w.-]+$/), z.string()).default({}),
});

export interface Example {
  code: string;
  /** What it prints, without the last line end. */
  output: string;
}

export interface Concept extends z.infer<typeof frontMatter> {
  /** What is said at each depth, Markdown. */
  depths: Readonly<Record<LearnerLevel, string>>;
  /** The first one is the plain one. */
  examples: readonly Example[];
  /** ASCII; not every concept needs one. */
  picture?: string;
  /** Things to try. */
  next: readonly string[];
}

export const conceptLimits = {
  wordsPerDepth: 160,
  columns: 80,
  examples: 3,
  nextSteps: [2, 3],
  nextStepChars: tutorLimits.nextStepChars,
} as const;

export const depthTitles: Readonly<Record<string, LearnerLevel>> = Object.fromEntries(
  learnerLevels.map((level) => [level[0]!.toUpperCase() + level.slice(1), level]),
);
