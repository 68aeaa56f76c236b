import type { EndedRun, EventDraft, RunEnd } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Db, Trx } from '../storage/database.ts';
import { failureOf, labelRun } from './run-label.ts';
import { getRunPlace, storeRunEnd } from './run.store.ts';

/** Whoever stores something about a run together with its end. @returns what that tells, and what to do after the commit */
export type WithRunEnd = (
  trx: Trx,
  ended: { roomId: string; runId: string; run: EndedRun | undefined },
) => Promise<{ events: EventDraft[]; after: () => void }>;

export interface EndOfRun {
  runId: string;
  end: RunEnd;
  endedAt: Date;
  /** What the terminal showed; absent: as it was. */
  output?: string;
  /** What ran; undefined: it was lost. */
  run: EndedRun | undefined;
}

/** Stores how a run ended, and tells it. */
export async function endRun(db: Db, ended: EndOfRun, withEnd: WithRunEnd): Promise<void> {
  const { runId, end, endedAt, output, run } = ended;
  const { after } = await db.transaction().execute(async (trx) => {
    await storeRunEnd(trx, runId, end, endedAt, output);
    const place = await getRunPlace(trx, runId);
    const { reason, exitCode, error } = end;
    const more = await withEnd(trx, { roomId: place.roomId, runId, run });
    await appendEvents(trx, place, [
      {
        id: eventIdOf('run.finished', runId),
        type: 'learnflow.run.finished.v1',
        key: place.roomId,
        at: endedAt.getTime(),
        data: {
          ...place,
          ...{ runId, reason, exitCode },
          durationMs: Math.round(end.durationMs),
          label: labelRun(end).label,
          failure: failureOf(end) ?? null,
          ...(error
            ? {
                error: {
                  type: error.type,
                  message: error.message,
                  ...(error.line === undefined ? {} : { line: error.line }),
                  ...textOf(error),
                },
              }
            : {}),
        },
      },
      ...more.events,
    ]);
    return more;
  });
  after();
}

/** The failing line as it was run. */
function textOf({ frames }: NonNullable<RunEnd['error']>): { text?: string } {
  const text = frames?.at(-1)?.text;
  return text === undefined ? {} : { text };
}
