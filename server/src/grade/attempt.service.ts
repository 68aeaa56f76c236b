import { randomUUID } from 'node:crypto';
import {
  AppError,
  type attemptBody,
  type AttemptFiles,
  type AttemptView,
  can,
  mayRun,
} from '@learnflow/shared';
import type { z } from 'zod';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { LoadedExercise } from '../course/read-course.ts';
import { findReview } from '../review/review.store.ts';
import type { Caller, RoomAccess } from '../room/access.port.ts';
import type { Trx } from '../storage/database.ts';
import {
  type AttemptRow,
  countWaiting,
  findAttempt,
  findByClientKey,
  findFiles,
  findLastAttempt,
  insertAttempt,
  lockRoom,
} from './attempt.store.ts';
import { contentOf, pickAttemptFiles } from './attempt-files.ts';
import { presentAttempt } from './attempt-view.ts';
import { isFirm } from './firm.ts';
import type { WorkDeps } from './work-deps.ts';
import { getExercise } from './work.service.ts';
import { touchRoomExercise } from './work.store.ts';

/** Attempts of one room that wait for their verdict; whoever presses on and on is asked to wait. */
const maxWaiting = 3;

/**
 * Stores a Check or Submit with the program that the server's own document holds now; the verdict follows by itself, also
 * after a crash. Pressed twice, or again without a change, it is the attempt that is there already.
 * @throws AppError `forbidden`, `lesson.ended`, `not.found`, `too.large`, `too.many`
 */
export async function makeAttempt(
  deps: WorkDeps,
  caller: Caller,
  roomId: string,
  body: z.infer<typeof attemptBody>,
): Promise<AttemptView> {
  const { db, access, documents, clock, courses, worker, rate } = deps;
  const place = await access.toRoom(caller, roomId);
  assertMayTry(place, body.kind);
  rate.take(place.memberId);
  const loaded = await getExercise(deps, place, body.exercise);
  const files = pickAttemptFiles(await documents.files(roomId), loaded.exercise);
  const content = contentOf(loaded.version, body.kind, files);
  const made = await db.transaction().execute(async (trx) => {
    await lockRoom(trx, roomId);
    const known = await findKnown(trx, place, body, content);
    if (known) return { row: known, isNew: false };
    if ((await countWaiting(trx, roomId)) >= maxWaiting) {
      throw new AppError('too.many', 'Tests are still running. Wait for them, then try again.', {
        s: 5,
      });
    }
    const id = randomUUID();
    const at = new Date(clock.now());
    await insertAttempt(
      trx,
      {
        ...{ id, roomId, at, files, content },
        ...{ exercise: body.exercise, kind: body.kind, clientKey: body.clientKey },
        ...{ version: loaded.version, memberId: place.memberId, entry: loaded.exercise.entry },
      },
      judgedByOf(loaded),
    );
    await touchRoomExercise(trx, roomId, body.exercise, at);
    await appendEvents(trx, place, [
      {
        id: eventIdOf('attempt.submitted', id),
        type: 'learnflow.attempt.submitted.v1',
        key: roomId,
        at: at.getTime(),
        data: {
          ...{ attemptId: id, roomId, lessonId: place.lessonId },
          ...{ memberId: place.memberId, role: place.role },
          ...{ exercise: body.exercise, kind: body.kind },
        },
      },
    ]);
    const row = await findAttempt(trx, id);
    if (!row) throw new Error('An attempt that was just stored is not there');
    return { row, isNew: true };
  });
  const view = presentAttempt(made.row, courses);
  if (made.isNew) {
    worker.events.emit('attempt', { lessonId: place.lessonId, attempt: view });
    worker.look();
  }
  return view;
}

/** The same click again, or the same program as in the last attempt, whose verdict is still to come or would be the same. */
async function findKnown(
  trx: Trx,
  { roomId, memberId }: RoomAccess,
  { exercise, kind, clientKey }: z.infer<typeof attemptBody>,
  content: string,
): Promise<AttemptRow | undefined> {
  const same = await findByClientKey(trx, memberId, clientKey);
  if (same) return same;
  const last = await findLastAttempt(trx, { roomId, exercise, kind });
  if (last?.content !== content) return undefined;
  return last.report === null || isFirm(last.report) ? last : undefined;
}

/** @returns the program an attempt was about with its review, for those who may see the room */
export async function getAttemptFiles(
  { db, access }: Pick<WorkDeps, 'db' | 'access'>,
  caller: Caller,
  roomId: string,
  attemptId: string,
): Promise<AttemptFiles> {
  await access.toRoom(caller, roomId);
  const found = await findFiles(db, attemptId);
  if (found?.room_id !== roomId) {
    throw new AppError('not.found', 'There is no such attempt in this room. Reload the page.');
  }
  return { id: attemptId, files: found.files, review: await findReview(db, attemptId) };
}

function assertMayTry(place: RoomAccess, kind: 'check' | 'submit'): void {
  if (place.lessonState === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Tests run again in the next one.');
  }
  if (place.right === 'held') {
    throw new AppError('forbidden', 'Your teacher holds the editors. Try again when they let go.');
  }
  if (!mayRun(place.right)) {
    throw new AppError('forbidden', 'You can check the room you work in. Go back to your own.');
  }
  if (kind === 'submit' && place.right !== 'write') {
    throw new AppError('forbidden', 'The driver hands in for both of you. Ask them, or swap.');
  }
  const isTheirs = place.seated || place.ownerId === place.memberId;
  if (kind === 'submit' && !isTheirs && can(place.role, 'room.visit')) {
    throw new AppError('forbidden', 'Only the students of this room hand in. You can check.');
  }
}

function judgedByOf({ exercise }: LoadedExercise) {
  const { entry, tests, constraints, limits } = exercise;
  return { entry, tests, constraints, limits };
}
