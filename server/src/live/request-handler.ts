import {
  AppError,
  type LiveAck,
  type LiveReplies,
  type LiveRequestName,
  liveRequests,
} from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import { toFailure } from '../http/failure.ts';
import type { Log } from '../log.ts';
import type { RefusalLog } from '../refusal-log.ts';
import { EventRate } from './event-rate.ts';
import type { Handlers, LiveSocket } from './live-socket.ts';

/** Requests of one socket that wait for the one before; more would only pile up. */
const maxWaiting = 32;

type Reply = LiveAck<LiveReplies[LiveRequestName]>;

export interface RequestOptions {
  handlers: Handlers<LiveRequestName>;
  /** Whether the session still holds; the socket is closed by whoever says no. */
  isSignedIn: (socket: LiveSocket) => Promise<boolean>;
  refusals: Pick<RefusalLog, 'note'>;
  clock: Clock;
  log: Log;
}

/**
 * The one door for what clients ask: rate, name, schema, session, then the handler; the answer goes into the
 * acknowledgement. Requests of one socket are done one after the other, so that leaving cannot overtake entering.
 * @returns does something in the same line, after what was asked before; its promise never fails
 */
export function handleRequests(
  socket: LiveSocket,
  { handlers, isSignedIn, refusals, clock, log }: RequestOptions,
): (last: () => Promise<void>) => Promise<void> {
  const rate = new EventRate();
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;

  function queue(job: () => Promise<void>): Promise<void> {
    waiting += 1;
    line = line
      .then(job)
      .catch((error: unknown) => log.error({ err: error }, 'live.failed'))
      .finally(() => {
        waiting -= 1;
      });
    return line;
  }

  socket.onAny((name: unknown, ...args: unknown[]) => {
    const last = args.at(-1);
    const reply = (answer: Reply): void => {
      if (typeof last === 'function') (last as (answer: Reply) => void)(answer);
    };
    const now = clock.now();
    const pace = rate.take(now);
    if (pace === 'flood') {
      log.warn({ userId: socket.data.caller.userId }, 'live.flooded');
      socket.disconnect(true);
      return;
    }
    if (pace === 'over' || waiting >= maxWaiting) {
      return reply(refusal(tooMany(rate.secondsLeft(now))));
    }
    if (!isRequestName(name)) return reply(refusal(unknownRequest()));
    const parsed = parseRequest(name, args[0]);
    if (parsed instanceof AppError) return reply(refusal(parsed));
    void queue(async () => {
      try {
        if (!(await isSignedIn(socket))) return;
        reply({ ok: true, value: await parsed(socket, handlers) });
      } catch (error) {
        refusals.note(error, { what: name, userId: socket.data.caller.userId });
        reply({ ok: false, error: toFailure(error, log).body.error });
      }
    });
  });
  return queue;
}

type Call = (
  socket: LiveSocket,
  handlers: Handlers<LiveRequestName>,
) => Promise<LiveReplies[LiveRequestName]>;

function parseRequest(name: LiveRequestName, payload: unknown): Call | AppError {
  const parsed = liveRequests[name].safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return new AppError('request.invalid', `The server cannot read ${where || name}. Reload it.`);
  }
  const request = withoutNul(parsed.data);
  // The schema beside the name has just vouched for the payload.
  return (socket, handlers) => {
    const handle = handlers[name] as (socket: LiveSocket, request: unknown) => ReturnType<Call>;
    return handle(socket, request);
  };
}

function isRequestName(name: unknown): name is LiveRequestName {
  return typeof name === 'string' && Object.hasOwn(liveRequests, name);
}

/** Postgres refuses the NUL character in text; requests are flat. */
function withoutNul(request: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
    ]),
  );
}

function unknownRequest(): AppError {
  return new AppError('request.invalid', 'This page is older than the server. Reload it.');
}

function tooMany(s: number): AppError {
  return new AppError('too.many', `That is too much at once. Wait ${s} s, then try again.`, { s });
}

function refusal(error: AppError): Reply {
  return { ok: false, error: error.toBody() };
}
