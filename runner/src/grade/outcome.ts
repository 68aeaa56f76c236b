/** From the end of a case to what is said about it, before anything is compared. */
import type { RunLimits } from '@learnflow/shared/run';
import type { TestOutcome } from '@learnflow/shared/grade';
import { z } from 'zod';

import { sentenceFor } from '../run/sentences.ts';
import type { CaseEnd } from './case-end.ts';
import type { Value, WrittenValue } from './value.ts';
import { readValue } from './value.ts';

/** An outcome without the name and the time of its test. */
export type Finding = Omit<TestOutcome, 'testId' | 'durationMs'>;

const claim = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.unknown() }),
  z.object({
    kind: z.literal('raised'),
    stage: z.enum(['load', 'call']),
    classes: z.array(z.string()).max(30),
  }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('no-pytest') }),
  z.object({ kind: z.literal('tampered') }),
  z.object({
    kind: z.literal('suite'),
    passed: z.number().int().nonnegative(),
    failed: z.number().int().nonnegative(),
    failures: z.array(z.tuple([z.string(), z.string()])).max(10),
  }),
]);
export type Claim =
  | { kind: 'value'; value: Value; written: WrittenValue }
  | Exclude<z.infer<typeof claim>, { kind: 'value' }>;

const cpuSignal = 24;

/** What ended a case before it could answer; undefined when it came to its own end. */
export function troubleOf(end: CaseEnd, limits: RunLimits): Finding | undefined {
  const limit = end.limit ?? (end.done?.signal === cpuSignal ? 'time' : undefined);
  const about = { elapsedMs: end.durationMs };
  if (limit !== undefined) return { status: limit, ...told(sentenceFor(limit, limits, about)) };
  if (end.raised?.hint === 'memory')
    return { status: 'memory', ...told(sentenceFor('memory', limits, about)) };
  if (end.done === undefined)
    return { status: 'error', message: 'Python ended unexpectedly, three times in a row.' };
  if (end.done.signal === null) return undefined;
  const signal = end.done.signal;
  return { status: 'error', ...told(sentenceFor('crashed', limits, { ...about, signal })) };
}

/** The one claim of a case that was to make one, or why there is none. */
export function claimOf(end: CaseEnd): Claim | Finding {
  const [text] = end.claims;
  if (text === undefined) return { status: 'error', message: leftSentence };
  if (end.claims.length > 1)
    return { status: 'error', message: 'The program gave more than one answer.' };
  try {
    const read = claim.parse(JSON.parse(text));
    if (read.kind !== 'value') return read;
    return { kind: 'value', value: readValue(read.value), written: read.value as WrittenValue };
  } catch {
    return { status: 'error', message: 'The answer cannot be read.' };
  }
}

const leftSentence = 'The program ended itself before it answered. Leave out exit() and quit().';

/** An exception that was not asked for. */
export function raisedFinding(end: CaseEnd, stage: 'load' | 'call' | 'program'): Finding {
  const error = end.raised?.error;
  const isUnreadable =
    error !== undefined && /^(SyntaxError|IndentationError|TabError)$/.test(error.type);
  const status = stage === 'load' || isUnreadable ? 'not-reached' : 'error';
  if (error === undefined) return { status, message: leftSentence };
  return { status, error, ...told(explain(error.type, stage)) };
}

function explain(type: string, stage: 'load' | 'call' | 'program'): string | undefined {
  if (type === 'SystemExit') return leftSentence;
  if (type === 'EOFError')
    return stage === 'program'
      ? 'The program asked for more input than this test gives.'
      : 'The file asks for input outside its functions. Tests call the functions only.';
  return undefined;
}

function told(message: string | undefined): { message?: string } {
  return message === undefined ? {} : { message };
}
