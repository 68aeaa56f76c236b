import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogRow } from '@learnflow/shared/timeline';
import * as Y from 'yjs';
import { readFiles } from '../collab/edits.ts';

/** Typing of one person that is this close together becomes one step of the replay. */
export const mergeWithinMs = 5_000;
/** Longer than this in one go and others would wait. */
const turnMs = 10;

/** Rows that become one: the last of them, with other bytes. */
export interface MergedRow {
  /** Numbers of the rows that go. */
  gone: number[];
  seq: number;
  edits: number;
  bytes: Uint8Array;
}

/**
 * Merges neighbouring typing of one author within a few seconds. The rows are applied to a document that forgets nothing,
 * a group in one transaction; what Yjs then tells of that transaction is the group in one update, with the text that was
 * typed and removed again inside it. (Merging the updates themselves leaves one struct per key, and takes the square of
 * their number.)
 *
 * A second document built from the result is compared after every step that is kept: same text of every file, and at the
 * end the same state vector and deletions. So a merge that would change the past is never written.
 * @param rows  a room's whole log, in order
 * @throws when a row cannot be read or the result would not be the same
 */
export async function mergeTyping(
  rows: readonly (LogRow & { edits: number })[],
): Promise<MergedRow[]> {
  const before = new Y.Doc({ gc: false });
  const after = new Y.Doc({ gc: false });
  const merged: MergedRow[] = [];
  let update: Uint8Array | undefined;
  before.on('update', (bytes: Uint8Array) => (update = bytes));
  let turnAt = performance.now();
  for (const group of groupsOf(rows)) {
    update = undefined;
    before.transact(() => {
      for (const { bytes } of group) Y.applyUpdate(before, bytes);
    });
    const last = group.at(-1);
    if (group.length > 1 && update && last) {
      merged.push({
        gone: group.slice(0, -1).map(({ seq }) => seq),
        seq: last.seq,
        edits: group.reduce((sum, { edits }) => sum + edits, 0),
        bytes: update,
      });
      Y.applyUpdate(after, update);
    } else for (const { bytes } of group) Y.applyUpdate(after, bytes);
    if (textOf(before) !== textOf(after)) throw new Error(`Other text at ${last?.seq ?? 0}`);
    if (performance.now() - turnAt < turnMs) continue;
    await nextTurn();
    turnAt = performance.now();
  }
  // Of a long log each of the three takes a turn of its own.
  const wanted = Y.snapshot(before);
  await nextTurn();
  const made = Y.snapshot(after);
  await nextTurn();
  const isSame = Y.equalSnapshots(wanted, made);
  before.destroy();
  after.destroy();
  if (!isSame) throw new Error('Another document at the end');
  return merged;
}

function* groupsOf<T extends LogRow>(rows: readonly T[]): Generator<T[]> {
  let group: T[] = [];
  for (const row of rows) {
    const first = group[0];
    const joins =
      first?.kind === 'typed' &&
      row.kind === 'typed' &&
      row.memberId === first.memberId &&
      row.at - first.at <= mergeWithinMs;
    if (!joins && group.length > 0) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

const textOf = (doc: Y.Doc): string => JSON.stringify(readFiles(doc));
