/** Reads what a sandbox says about a program. Student code can reach some of it, so every field is checked. */
import type { RunError, RunReason } from '@learnflow/shared/run';
import { z } from 'zod';

import type { Hint } from './sentences.ts';

const raisedFrame = z.object({
  type: z.string().max(200),
  message: z.string().max(4000),
  file: z.string().max(255).nullable(),
  line: z.number().int().positive().nullable(),
  hint: z.enum(['memory', 'processes', 'disk', 'network']).nullable().catch(null),
});

export interface Raised {
  error: RunError;
  hint: Hint | null;
}

/** The exception a program ended with; undefined when the frame is not one. */
export function readRaised(payload: Buffer): Raised | undefined {
  const raised = read(raisedFrame, payload);
  if (raised === undefined) return undefined;
  const { type, message, file, line, hint } = raised;
  return {
    error: {
      type,
      message,
      ...(file === null ? {} : { file }),
      ...(line === null ? {} : { line }),
    },
    hint,
  };
}

const doneFrame = z.object({
  code: z.number().int().nullable(),
  signal: z.number().int().nullable(),
});

/** Exactly one of the two is set. */
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
