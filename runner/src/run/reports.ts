/**
 * Reads what a sandbox says about a program. Student code can reach much of it, so every field is checked and cut here;
 * the lines of source that go with it are taken from the files that were run, never from the report.
 */
import { runTellLimits } from '@learnflow/shared/run';
import type { RunError, RunFile, RunPlace, RunReason } from '@learnflow/shared/run';
import { z } from 'zod';

import type { Hint } from './sentences.ts';

const limits = runTellLimits;
/** Text that a database takes: no NUL, no half characters. */
const text = (maxChars: number) =>
  z.string().transform((raw) => clean(raw).slice(0, maxChars).toWellFormed());
const clean = (raw: string): string => raw.toWellFormed().replaceAll('\0', '\ufffd');

const line = z.number().int().positive();
const place = { file: z.string().max(255).optional(), line: line.optional() };

const frame = z.object({ file: z.string().max(255), line, function: text(limits.nameChars) });
const value = z.object({
  name: text(limits.nameChars),
  type: text(limits.typeChars),
  repr: z.exactOptional(text(limits.reprChars)),
  length: z.exactOptional(z.number().int().nonnegative()),
});
const cause = z.object({
  how: z.enum(['cause', 'context']),
  type: text(limits.typeChars),
  message: text(limits.messageChars),
  ...place,
});
const raisedFrame = z.object({
  type: text(limits.typeChars),
  message: text(limits.messageChars),
  ...place,
  frames: z.array(frame).catch([]),
  values: z.array(value).catch([]),
  causes: z.array(cause).catch([]),
  shadow: z.string().max(255).nullable().catch(null),
  hint: z.enum(['memory', 'processes', 'disk', 'network']).nullable().catch(null),
});

export interface Raised {
  error: RunError;
  hint: Hint | null;
  /** The learner's file that hides a module of Python's own and so caused the error. */
  shadow: string | null;
}

/** The exception a program ended with; undefined when the frame is not one. */
export function readRaised(payload: Buffer, files: readonly RunFile[]): Raised | undefined {
  const raised = read(raisedFrame, payload);
  if (raised === undefined) return undefined;
  const frames = raised.frames.slice(-limits.frames).flatMap((one) => placeIn(files, one) ?? []);
  const error: RunError = {
    type: raised.type,
    message: raised.message,
    ...ownPlace(raised, files),
    ...(frames.length > 0 ? { frames } : {}),
    ...(raised.values.length > 0 ? { values: raised.values.slice(0, limits.values) } : {}),
    ...(raised.causes.length > 0
      ? {
          causes: raised.causes.slice(0, limits.causes).map(({ how, type, message, ...at }) => ({
            ...{ how, type, message },
            ...ownPlace(at, files),
          })),
        }
      : {}),
  };
  const shadow = files.some((file) => file.name === raised.shadow) ? raised.shadow : null;
  return { error, hint: raised.hint, shadow };
}

function ownPlace(
  { file, line }: { file?: string | undefined; line?: number | undefined },
  files: readonly RunFile[],
): { file?: string; line?: number } {
  if (file === undefined || !files.some((one) => one.name === file)) return {};
  return { file, ...(line === undefined ? {} : { line }) };
}

/** Undefined when no file that was run has this line. */
function placeIn(
  files: readonly RunFile[],
  at: { file: string; line: number; function: string },
): RunPlace | undefined {
  const file = files.find((one) => one.name === at.file);
  const source = file?.text.split('\n')[at.line - 1];
  if (source === undefined) return undefined;
  return { ...at, text: clean(source.trim()).slice(0, limits.textChars).toWellFormed() };
}

const stackLine = /^ {2}File "\/home\/learner\/([^"]+)", line (\d+) in (.*)$/;

/** Where a program was: the innermost of its own lines in a stack as faulthandler writes it, innermost first. */
export function readPlace(payload: Buffer, files: readonly RunFile[]): RunPlace | undefined {
  for (const row of payload.toString('latin1').split('\n')) {
    const [, file = '', number, name = ''] = stackLine.exec(row) ?? [];
    const inside = unescape(name).slice(0, limits.nameChars).toWellFormed();
    const found = number && placeIn(files, { file, line: Number(number), function: inside });
    if (found) return found;
  }
  return undefined;
}

/** Letters beyond ASCII come as `\xe9`, `\u0416`. */
function unescape(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/g, (_, short: string, long: string) =>
    String.fromCharCode(Number.parseInt(short ?? long, 16)),
  );
}

const count = z.number().int().nonnegative();
const doneFrame = z.object({
  code: z.number().int().nullable(),
  signal: z.number().int().nullable(),
  cpuMs: count.catch(0),
  peakBytes: count.catch(0),
});

/** Exactly one of `code` and `signal` is set. */
export type Done = z.infer<typeof doneFrame>;

/** How the program's first process ended. */
export function readDone(payload: Buffer): Done | undefined {
  return read(doneFrame, payload);
}

const limitFrame = z.enum(['time', 'memory', 'output']);

/** The limit the sandbox ended the program for. */
export function readLimit(payload: Buffer): RunReason | undefined {
  return limitFrame.safeParse(payload.toString()).data;
}

function read<T>(schema: z.ZodType<T>, payload: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(payload.toString())).data;
  } catch {
    return undefined;
  }
}
