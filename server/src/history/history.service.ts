import { setTimeout as wait } from 'node:timers/promises';
import {
  AppError,
  can,
  type HistoryAuthors,
  type HistoryChanges,
  historyLimits,
  type HistoryLogPage,
  type HistoryText,
  type HistoryView,
  type HistoryWriters,
  personOf,
  type RestoreReply,
} from '@learnflow/shared';
import type { Documents } from '../collab/collab.port.ts';
import type { Access, Caller, RoomAccess } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { getHistoryView } from './history-view.ts';
import { findLogSummary, listAuthors, listMarked } from './history.store.ts';
import { readLogPage } from './read-log.ts';
import { type RestoreOutcome, restoreFiles } from './restore-files.ts';
import type { MomentInput } from './timeline-questions.ts';
import type { Timelines } from './timelines.ts';

/**
 * The past of a room, for whoever may open the room: staff of the class, its owner, who sits in it. Each function throws
 * AppError `not.found` for everybody else and `too.large` for a log that is too long to be replayed.
 */
export interface HistoryDeps {
  db: Db;
  access: Access;
  documents: Pick<Documents, 'change' | 'repair'>;
  timelines: Timelines;
}
/** A restore is answered when it is stored; a database that takes longer than this is in trouble. */
const storeTimeoutMs = 10_000;
const storeCheckMs = 20;

export async function getHistory(
  { db, access }: HistoryDeps,
  caller: Caller,
  roomId: string,
): Promise<HistoryView> {
  const mine = await access.toRoom(caller, roomId);
  return getHistoryView(db, roomId, {
    canRestore: canRestore(mine),
    isStaff: can(mine.role, 'room.visit'),
  });
}

export async function getTextAt(
  { access, timelines }: HistoryDeps,
  caller: Caller,
  roomId: string,
  input: MomentInput,
): Promise<HistoryText> {
  await access.toRoom(caller, roomId);
  return timelines.ask(roomId, 'text', { moment: input });
}

export async function getAuthorsAt(
  { access, timelines }: HistoryDeps,
  caller: Caller,
  roomId: string,
  input: MomentInput,
): Promise<HistoryAuthors> {
  await access.toRoom(caller, roomId);
  return timelines.ask(roomId, 'authors', { moment: input });
}

/** Whose letters are whose in the document as it is, for the margin of an editor. */
export async function getWriters(
  { db, access, timelines }: HistoryDeps,
  caller: Caller,
  roomId: string,
): Promise<HistoryWriters> {
  await access.toRoom(caller, roomId);
  const [authors, writers] = await Promise.all([
    listAuthors(db, roomId),
    timelines.ask(roomId, 'writers', {}),
  ]);
  const people = authors.map((author) => personOf({ memberId: author.member_id, ...author }));
  return { people, writers };
}

export async function getChanges(
  { access, timelines }: HistoryDeps,
  caller: Caller,
  roomId: string,
  { from, to }: { from: MomentInput; to: MomentInput },
): Promise<HistoryChanges> {
  await access.toRoom(caller, roomId);
  return timelines.ask(roomId, 'changes', { from, to });
}

export async function getLogPage(
  { db, access, documents }: HistoryDeps,
  caller: Caller,
  roomId: string,
  after: number,
): Promise<HistoryLogPage> {
  await access.toRoom(caller, roomId);
  const bounds = { limit: historyLimits.pageUpdates, maxBytes: historyLimits.pageBytes };
  const updates = await readLogPage({ db, documents }, roomId, after, bounds);
  const members: string[] = [];
  const kinds: string[] = [];
  let seq = 0;
  let at = 0;
  const rows = updates.map((row): HistoryLogPage['rows'][number] => {
    const author = row.memberId === null ? -1 : indexIn(members, row.memberId);
    const fields = [row.seq - seq, row.at - at, author, indexIn(kinds, row.kind)] as const;
    seq = row.seq;
    at = row.at;
    return [...fields, row.bytes.byteLength];
  });
  // One more question settles whether a page that is not full was the last one.
  return {
    members,
    kinds,
    rows,
    updates: Buffer.concat(updates.map(({ bytes }) => bytes)).toString('base64'),
    next: updates.length > 0 ? seq : null,
  };
}

/**
 * Brings the text of a moment back as a new edit of the caller; nothing of the log is changed.
 * @throws AppError `forbidden` for others than staff and the room's owner while the lesson lasts; `too.large` when the
 *         room has no space for it; `unavailable` when it could not be stored
 */
export async function restoreMoment(
  { db, access, documents, timelines }: HistoryDeps,
  caller: Caller,
  roomId: string,
  input: MomentInput,
): Promise<RestoreReply> {
  const mine = await access.toRoom(caller, roomId);
  if (!canRestore(mine)) {
    throw new AppError(
      'forbidden',
      'Only the student whose room it is and their teachers can bring back an earlier version.',
    );
  }
  const { files } = await timelines.ask(roomId, 'text', { moment: input });
  const before = await findLogSummary(db, roomId);
  let isChanged = false;
  let outcome: RestoreOutcome = { kind: 'done' };
  await documents.change(
    roomId,
    { memberId: mine.memberId, kind: 'restored' },
    (doc, hasSpaceFor) => {
      doc.once('update', () => (isChanged = true));
      outcome = restoreFiles(doc, files, hasSpaceFor);
    },
  );
  refuseUndone(outcome);
  const lastSeq = before?.lastSeq ?? 0;
  if (!isChanged) return { changed: false, seq: lastSeq, at: before?.lastAt ?? 0 };
  return { changed: true, ...(await waitForRestore(db, roomId, mine.memberId, lastSeq)) };
}

/** A function of its own, because a callback sets the outcome. */
function refuseUndone(outcome: RestoreOutcome): void {
  switch (outcome.kind) {
    case 'done':
      return;
    case 'full':
      throw new AppError(
        'too.large',
        'The room is full, so the earlier version was not brought back. Delete something you no longer need, then try again.',
      );
    case 'no place':
      throw new AppError(
        'too.large',
        `The room has no place for ${outcome.names.join(', ')}. Delete a file first, then try again.`,
      );
  }
}

/** What was said to be back must also be back after a power cut. */
async function waitForRestore(db: Db, roomId: string, memberId: string, afterSeq: number) {
  const until = performance.now() + storeTimeoutMs;
  while (performance.now() < until) {
    const found = (await listMarked(db, roomId, 'restored')).find(
      (row) => row.seq > afterSeq && row.memberId === memberId,
    );
    if (found) return { seq: found.seq, at: found.at };
    await wait(storeCheckMs);
  }
  throw new AppError(
    'unavailable',
    'The earlier version is back but could not be saved yet. Wait for Saved before you close the page.',
  );
}

function canRestore(mine: RoomAccess): boolean {
  const isTheirs = mine.ownerId === mine.memberId || can(mine.role, 'room.visit');
  return isTheirs && mine.right === 'write';
}

function indexIn(values: string[], value: string): number {
  const at = values.indexOf(value);
  return at === -1 ? values.push(value) - 1 : at;
}
