import type { RunEnd } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Db } from '../storage/database.ts';
import { failureOf, labelRun } from './run-label.ts';
import { getRunPlace, storeRunEnd } from './run.store.ts';

/**
 * Stores how a run ended, and tells it.
 * @param output  what the terminal showed; absent: as it was
 */
export async function endRun(
  db: Db,
  runId: string,
  end: RunEnd,
  endedAt: Date,
  output?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await storeRunEnd(trx, runId, end, endedAt, output);
    const place = await getRunPlace(trx, runId);
    const { reason, exitCode, error } = end;
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
    ]);
  });
}

/** The failing line as it was run. */
function textOf({ frames }: NonNullable<RunEnd['error']>): { text?: string } {
  const text = frames?.at(-1)?.text;
  return text === undefined ? {} : { text };
}
