/** Running a program: the words between the room server and a runner, and what a run tells the room. */
import { z } from 'zod';

import type { RunnerReport } from './runner-report.ts';

export interface RunLimits {
  cpuMs: number;
  /** Wall clock, paused while the program waits for input. */
  wallMs: number;
  /** Longest wait for one answer to `input()`. */
  idleMs: number;
  memoryBytes: number;
  outputBytes: number;
  processes: number;
  diskBytes: number;
}

export const defaultRunLimits: RunLimits = {
  cpuMs: 5_000,
  wallMs: 10_000,
  idleMs: 5 * 60_000,
  memoryBytes: 128 * 1024 * 1024,
  outputBytes: 1024 * 1024,
  processes: 64,
  diskBytes: 20 * 1024 * 1024,
};

export interface RunFile {
  name: string;
  text: string;
}

export interface RunSpec {
  runId: string;
  files: RunFile[];
  /** Name of the file to run; one of `files`. */
  entry: string;
  limits: RunLimits;
  /** Whose turn it is when many programs wait: places go round the groups (classes), within a group round its people. */
  by?: { person: string; group: string };
}

export const runReasons = [
  'finished',
  'error',
  'time',
  'idle',
  'memory',
  'output',
  'processes',
  'disk',
  'stopped',
  'crashed',
  'restarted',
  'refused',
] as const;
/**
 * Why a run ended. `finished`: exit code 0. `error`: the program ended itself with another code, usually an exception.
 * `time`, `memory`, `output`, `processes`, `disk`: a limit. `idle`: nobody answered `input()`. `stopped`: by a person.
 * `crashed`: killed by a signal. `restarted`: the runner was lost while it ran. `refused`: no safe way to run it here.
 */
export type RunReason = (typeof runReasons)[number];

/**
 * Bounds of what a run tells besides its output. A program can make any of it as large as it likes, so the sandbox, the
 * runner's door and the server's column all hold to these.
 */
export const runTellLimits = {
  typeChars: 200,
  messageChars: 2_000,
  /** Deepest frames of the learner's own files; a recursion repeats itself long before. */
  frames: 12,
  /** A line of source, and a function's name. */
  textChars: 200,
  nameChars: 80,
  /** Values of the failing frame; those its line names come first. */
  values: 20,
  reprChars: 80,
  /** Exceptions behind the last one (`raise … from …`, or raised while another was handled). */
  causes: 5,
  pictures: 8,
  pictureBytes: 4 * 1024 * 1024,
  /** Each side of a picture; a wall of monitors is smaller, and a browser must hold its pixels. */
  pictureSide: 4_096,
  altChars: 200,
  /** Files a program wrote that are offered as tabs; as large as a file of a room may be. */
  writtenFiles: 12,
  writtenBytes: 256 * 1024,
} as const;
const tell = runTellLimits;

const count = z.number().int().nonnegative();
const fileName = z.string().min(1).max(255);
const line = z.number().int().positive();
const typeName = z.string().max(tell.typeChars);
const message = z.string().max(tell.messageChars);

/** A line of the learner's own program; `text` is taken from the source that was run. */
export const runPlace = z.object({
  file: fileName,
  line,
  function: z.string().max(tell.nameChars),
  text: z.string().max(tell.textChars),
});
export type RunPlace = z.infer<typeof runPlace>;

/**
 * One name of the failing frame. Only values of Python's own types have a `repr`, cut at `reprChars`; of all others the
 * type is told. `length` for what has one.
 */
export const runValue = z.object({
  name: z.string().max(tell.nameChars),
  type: typeName,
  repr: z.exactOptional(z.string().max(tell.reprChars)),
  length: z.exactOptional(count),
});
export type RunValue = z.infer<typeof runValue>;

/** An exception behind the last one: `cause` was named with `from`, `context` was being handled. */
export const runCause = z.object({
  how: z.enum(['cause', 'context']),
  type: typeName,
  message,
  file: z.exactOptional(fileName),
  line: z.exactOptional(line),
});
export type RunCause = z.infer<typeof runCause>;

/**
 * The exception a program ended with. It comes out of the program's own process, so a program that wants to can tell
 * anything here: good for explaining, never for judging. Only `text` of a frame is ours: it is read from the files that
 * were run.
 */
export const runError = z.object({
  type: typeName,
  message,
  /** Deepest frame that is in one of the learner's own files. */
  file: z.exactOptional(fileName),
  line: z.exactOptional(line),
  /** The learner's own frames, the failing one last. */
  frames: z.exactOptional(z.array(runPlace).max(tell.frames)),
  /** Values of the failing frame. */
  values: z.exactOptional(z.array(runValue).max(tell.values)),
  /** What led to it, nearest first. */
  causes: z.exactOptional(z.array(runCause).max(tell.causes)),
});
export type RunError = z.infer<typeof runError>;

/** What the sandbox measured from outside the program. `peakBytes` is 0 where it cannot be measured. */
export const runUsage = z.object({ cpuMs: count, peakBytes: count });
export type RunUsage = z.infer<typeof runUsage>;

/**
 * How a run ended. `reason`, `exitCode`, `durationMs` and `usage` are observed from outside and cannot be forged by the
 * program, except that a program may end itself with whatever code it likes; `error` and `last` are its own word.
 */
export const runEnd = z.object({
  reason: z.enum(runReasons),
  exitCode: z.number().int().nullable(),
  durationMs: z.number().nonnegative(),
  error: z.exactOptional(runError),
  /** Where the program was when it met a time limit or was stopped. */
  last: z.exactOptional(runPlace),
  usage: z.exactOptional(runUsage),
  /** One sentence when `reason` is a limit or a refusal, or when there is more to say than the traceback does. */
  message: z.exactOptional(z.string().max(tell.messageChars)),
  truncated: z.boolean(),
});
export type RunEnd = z.infer<typeof runEnd>;

/** What is stored of a run's end beside its short words. */
export const runDetail = runEnd.pick({ error: true, last: true, usage: true });
export type RunDetail = z.infer<typeof runDetail>;

/**
 * A picture a program showed. PNG bytes were checked by signature and size; an SVG was drawn by the runner itself from
 * checked numbers. Still only ever shown through `<img>`.
 */
export const runPicture = z.object({
  mime: z.enum(['image/png', 'image/svg+xml']),
  width: line.max(tell.pictureSide),
  height: line.max(tell.pictureSide),
  /** What it is, for those who cannot see it. */
  alt: z.string().max(tell.altChars),
  base64: z.base64().max(Math.ceil(tell.pictureBytes / 3) * 4),
  /** The picture with this number (from 0) is drawn anew: a turtle on its way. */
  replaces: z.exactOptional(count.max(tell.pictures - 1)),
});
export type RunPicture = z.infer<typeof runPicture>;

/** A file a program wrote or changed, offered to the room; its name is one a room may hold. */
export const runWritten = z.object({ name: fileName, text: z.string().max(tell.writtenBytes) });
export type RunWritten = z.infer<typeof runWritten>;

/**
 * What a runner sends while a program runs; `output` comes in batches of at most 20 ms or 32 KiB, cut between characters.
 * `input` with `secret`: what is typed now must not be shown. `written` comes after the program's end, before `ended`.
 */
export const runEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), driver: z.string(), python: z.string() }),
  z.object({ kind: z.literal('output'), stream: z.enum(['out', 'err']), text: z.string() }),
  z.object({
    kind: z.literal('input'),
    waiting: z.boolean(),
    secret: z.exactOptional(z.boolean()),
  }),
  z.object({ kind: z.literal('picture'), picture: runPicture }),
  z.object({ kind: z.literal('written'), files: z.array(runWritten).max(tell.writtenFiles) }),
  z.object({ kind: z.literal('ended'), end: runEnd }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** One running program. After `ended` no event follows and the other calls do nothing. */
export interface RunHandle {
  /** Sends one answer; the caller adds the newline. */
  write(text: string): void;
  closeInput(): void;
  /** Ctrl C: the program may catch it. Where that is impossible it stops the program. */
  interrupt(): void;
  /** A moment for `finally` blocks, then the end. */
  stop(): void;
}

/** The port through which the server runs programs; adapters live in the runner workspace. */
export interface Runner {
  report(): RunnerReport;
  /** Starts at once or queues; `queued` tells the place in line (1 = next) whenever it changes. */
  run(
    spec: RunSpec,
    on: { event: (event: RunEvent) => void; queued?: (place: number) => void },
  ): RunHandle;
  close(): Promise<void>;
}
