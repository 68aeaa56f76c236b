/**
 * The words between a server and an executor, version 1 (docs/runner.md). Generic on purpose: running and grading are
 * two kinds of the same request, and a third needs no new message.
 *
 *   server:   hello, then open → say* → cancel, ping, close
 *   executor: ready, then for each open queued* → event* → one of done | failed, pong, log
 *
 * A request ends exactly once. What its `body` holds is the business of its kind (requests/run.ts, requests/grade.ts).
 */
import { runnerReport } from '@learnflow/shared/runner-report';
import { z } from 'zod';

export const protocolVersion = 1;

/** Requests one server may have open; its own line is shorter. */
export const maxOpen = 2_000;

const id = z.number().int().positive();
export const requestKind = z.enum(['run', 'grade']);
export type RequestKind = z.infer<typeof requestKind>;

export const toExecutor = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), version: z.number(), token: z.string().max(500) }),
  z.object({ t: z.literal('open'), id, kind: requestKind, body: z.unknown() }),
  z.object({ t: z.literal('say'), id, body: z.unknown() }),
  z.object({ t: z.literal('cancel'), id }),
  z.object({ t: z.literal('ping') }),
  /** Stop everything and end. An executor of its own only forgets this server. */
  z.object({ t: z.literal('close') }),
]);
export type ToExecutor = z.infer<typeof toExecutor>;

export const fromExecutor = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ready'), version: z.number(), report: runnerReport }),
  /** The other side's version or token will not do; the wire ends. */
  z.object({ t: z.literal('refused'), message: z.string() }),
  z.object({ t: z.literal('queued'), id, place: z.number().int().positive() }),
  z.object({ t: z.literal('event'), id, body: z.unknown() }),
  z.object({ t: z.literal('done'), id, body: z.unknown() }),
  z.object({ t: z.literal('failed'), id, message: z.string() }),
  z.object({ t: z.literal('pong') }),
  z.object({
    t: z.literal('log'),
    about: z.record(z.string(), z.unknown()),
    text: z.string(),
  }),
]);
export type FromExecutor = z.infer<typeof fromExecutor>;
