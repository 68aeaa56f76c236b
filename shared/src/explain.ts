/**
 * What an error means, said with the learner's own names and values. The text is product text worked out from the error,
 * the code and the values of the failing line; no model has a part in it. Backticks in a text stand around code.
 */
import { z } from 'zod';

import type { RunEnd, RunFile } from './run.ts';

/** Bounds of an explanation: a program can make names, messages and values as long as it likes. */
export const explainLimits = {
  titleChars: 80,
  textChars: 600,
  originalChars: 400,
  boxes: 12,
  boxChars: 24,
} as const;

const text = z.string().max(explainLimits.textChars);
const boxText = z.string().max(explainLimits.boxChars);

/** A list, tuple or text as a row of numbered boxes, with the place that was asked for. */
export const listPicture = z.object({
  kind: z.literal('list'),
  name: boxText,
  length: z.number().int().nonnegative(),
  /** In order; where numbers are left out between two boxes, the row is longer than it can be drawn. */
  boxes: z
    .array(z.object({ index: z.number().int(), text: boxText, mark: z.exactOptional(boxText) }))
    .max(explainLimits.boxes),
  /** The place that is not there, and how the line asks for it. */
  asked: z.object({ index: z.number().int(), mark: boxText }),
});

/** A dictionary as pairs, with the key that was asked for. */
export const dictPicture = z.object({
  kind: z.literal('dict'),
  name: boxText,
  length: z.number().int().nonnegative(),
  entries: z.array(z.object({ key: boxText, value: boxText })).max(explainLimits.boxes),
  asked: boxText,
});
export const explainPicture = z.discriminatedUnion('kind', [listPicture, dictPicture]);
export type ExplainPicture = z.infer<typeof explainPicture>;
export type ListPicture = z.infer<typeof listPicture>;
export type DictPicture = z.infer<typeof dictPicture>;

export const explanation = z.object({
  /** Which family of errors it is, for counting; not shown. */
  family: z.string().max(40),
  title: z.string().max(explainLimits.titleChars),
  /** One sentence each: what happened, why with names and values, and a question to think about. */
  what: text,
  why: text,
  question: text,
  file: z.exactOptional(z.string().max(255)),
  /** 1-based line of `file` where to look. */
  line: z.exactOptional(z.number().int().positive()),
  /** Python's own last line; empty when it was not Python that ended the program. */
  original: z.string().max(explainLimits.originalChars),
  picture: z.exactOptional(explainPicture),
  /** The idea behind it, as an id of a concept. */
  concept: z.exactOptional(z.string().max(40)),
  /** Where to look, which idea helps, how the step goes in words. Never the line itself. */
  hints: z.tuple([text, text, text]),
  /** False when no more is known than Python's message. */
  specific: z.boolean(),
});
export type Explanation = z.infer<typeof explanation>;

/** What a text for a learner must not give away, and what the learner sees anyway. */
export interface LeakSources {
  /** Reference solutions, and whatever else must stay unseen. */
  solutions: readonly string[];
  /** What the learner has: starter, task, own code and output. */
  known: readonly string[];
  /** Literals hidden tests expect, as Python writes them. */
  hidden: readonly string[];
}

/** What a room is shown of an explanation: its hints only as far as they are open. */
export interface HelpView {
  /** `run`: an error ended the program. `attempt`: it runs and still is not right. */
  about: 'run' | 'attempt';
  /** Id of that run or attempt. */
  runId: string;
  explanation: Omit<Explanation, 'hints'>;
  hints: string[];
  /** Until the next hint may be opened without another run; 0: now. null: all are open, or a teacher looks first. */
  nextInMs: number | null;
  /** The last hint is next, and a teacher looks at it first; null: nobody does. */
  look: { state: 'ask' | 'waiting' | 'declined'; teacher: string } | null;
}

export const helpLimits = {
  hints: 3,
  /** Long enough to try something, short enough not to give up. */
  hintWaitMs: 90_000,
} as const;

/** A run that ended, with the files as they were run. */
export interface EndedRun {
  end: RunEnd;
  files: readonly RunFile[];
  entry: string;
  /** What the program wrote to stderr, at least its end: the traceback. */
  errorText: string;
}

/** The port through which the server explains a run; undefined when there is nothing to explain. Never throws. */
export type ExplainRun = (run: EndedRun) => Explanation | undefined;

/** What in a program that runs most likely is not meant, said like an error; undefined: nothing was found. */
export type ExplainMisconception = (
  files: readonly RunFile[],
  entry: string,
) => Explanation | undefined;

/** Puts a more general text in the place of each that would give something away. */
export type WithoutLeaks = (explanation: Explanation, sources: LeakSources) => Explanation;

/** Explanations as the server asks for them. */
export interface Explainer {
  explain: ExplainRun;
  explainMisconception: ExplainMisconception;
  withoutLeaks: WithoutLeaks;
}
