/** The door of the runner: what a program may look like before anything is started for it. */
import type { RunSpec } from '@learnflow/shared/run';
import { z } from 'zod';

const maxFiles = 100;
const maxSourceBytes = 1024 * 1024;
const maxNameBytes = 255;

/** A relative path of plain names: `main.py`, `shapes/circle.py`. */
const fileName = z.string().refine((name) => {
  const parts = name.split('/');
  return (
    Buffer.byteLength(name) <= maxNameBytes &&
    !/[\u0000-\u001f\\]/.test(name) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..' && part !== '.git')
  );
}, 'A file has a name that cannot be used. Rename it and run again.');

/** What any spec looks like on the wire, before anything is said about what it asks for. */
export const runSpecShape = z.object({
  runId: z.string(),
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  entry: z.string(),
  limits: z.object({
    cpuMs: z.number(),
    wallMs: z.number(),
    idleMs: z.number(),
    memoryBytes: z.number(),
    outputBytes: z.number(),
    processes: z.number(),
    diskBytes: z.number(),
  }),
  by: z.exactOptional(z.object({ person: z.string(), group: z.string() })),
});

const positive = z.number().int().positive();
const megabyte = 1024 * 1024;

const runSpec = z
  .object({
    runId: z.string().min(1),
    files: z
      .array(z.object({ name: fileName, text: z.string() }))
      .min(1)
      .max(maxFiles, `A program can have at most ${String(maxFiles)} files.`),
    entry: z.string(),
    limits: z.object({
      cpuMs: positive.max(10 * 60_000),
      wallMs: positive.max(30 * 60_000),
      idleMs: positive.max(30 * 60_000),
      memoryBytes: positive.min(16 * megabyte).max(16 * 1024 * megabyte),
      outputBytes: positive.max(64 * megabyte),
      processes: positive.max(4096),
      diskBytes: positive.min(megabyte).max(1024 * megabyte),
    }),
    by: z.exactOptional(z.object({ person: z.string().max(100), group: z.string().max(100) })),
  })
  .refine(
    (spec) => spec.files.some((file) => file.name === spec.entry),
    'The file to run is not there. Choose a file and run again.',
  )
  .refine(
    (spec) => new Set(spec.files.map((file) => file.name)).size === spec.files.length,
    'Two files have the same name. Rename one and run again.',
  )
  .refine(
    (spec) =>
      spec.files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0) <= maxSourceBytes,
    'The program is larger than 1 MB. Make it shorter and run again.',
  );

/** Returns the spec, or the sentence that says why it cannot be run. */
export function checkSpec(spec: RunSpec): { spec: RunSpec } | { refusal: string } {
  const parsed = runSpec.safeParse(spec);
  if (parsed.success) return { spec: parsed.data };
  return { refusal: parsed.error.issues[0]?.message ?? 'This program cannot be run.' };
}
