/**
 * The history of a room: what the update log says about who wrote what and when. Times are epoch ms; a moment is named
 * by a time or, exactly and for good, by the sequence number of the last update in it.
 */
import { z } from 'zod';
import type { Person } from './person.ts';

/**
 * What a row of the update log is. `pasted`: at least `pasteMinChars` characters came in at once, typing does not do
 * that; `run`: a file that a program wrote, opened as a tab; `hint`: put in by a hint that was taken; `restored`: an earlier version brought back; `repaired`: stand-ins for
 * what damage of the stored log took.
 */
export const updateKinds = [
  'seed',
  'typed',
  'pasted',
  'run',
  'hint',
  'restored',
  'repaired',
] as const;
export type UpdateKind = (typeof updateKinds)[number];

/**
 * What became of a damaged piece of a room's history. `mended`: the one wrong byte was found again from the checksum;
 * `rebuilt`: a snapshot, made again from the log; `filled`: � stands in the text where something is missing;
 * `none`: it is missing in the past only.
 */
export type DamageRemedy = 'none' | 'mended' | 'rebuilt' | 'filled';
export interface HistoryDamage {
  /** The damaged update; 0 for the snapshot. */
  seq: number;
  what: 'update' | 'snapshot';
  /** Epoch ms. */
  foundAt: number;
  remedy: DamageRemedy;
}

export const historyLimits = {
  /** Longer than what completion or a moved word brings in at once. */
  pasteMinChars: 40,
  /** Width of one bar of the density track. */
  binMs: 10_000,
  /** Playing skips pauses longer than this. */
  idleMs: 20_000,
  /** A history beyond this is not replayed: it is no lesson any more, and building it would take seconds of everybody's time. */
  maxUpdates: 200_000,
  maxLogBytes: 24 * 1024 * 1024,
  /** Bytes of updates in one page of the raw log (before base64); one larger update makes a page of its own. */
  pageBytes: 512 * 1024,
  pageUpdates: 5_000,
  maxRuns: 1_000,
  maxVisits: 500,
  maxHands: 500,
  /** Of restores, pastes, hints and repairs each. */
  maxMarkedUpdates: 500,
  /** Pieces of text in one answer about changes, and their characters together. */
  maxPieces: 2_000,
  maxPieceChars: 200_000,
} as const;

/** A moment by its time or by its last update. */
export interface Moment {
  seq: number;
  at: number;
}

export interface HistoryAuthor extends Person {
  /** Stored updates. */
  edits: number;
}

export type HistoryMarker =
  | {
      kind: 'run';
      at: number;
      endedAt: number | null;
      memberId: string;
      number: number;
      /** As on the wall: `Ran`, `IndexError`; empty while the program runs. */
      label: string;
      /** null while it runs. */
      ok: boolean | null;
      line: number | null;
    }
  | {
      kind: 'visit';
      at: number;
      endedAt: number | null;
      memberId: string;
      name: string;
      mode: 'peek' | 'coedit';
    }
  /** A hand that was up. */
  | {
      kind: 'hand';
      at: number;
      endedAt: number | null;
      memberId: string;
      name: string;
      question: string;
    }
  /** `chars`: characters (UTF-16 units) that came in at once; 0 for restored and repaired. */
  | {
      kind: 'pasted' | 'hint' | 'restored' | 'repaired';
      at: number;
      seq: number;
      memberId: string | null;
      chars: number;
    }
  | { kind: 'seed'; at: number; seq: number };

export interface HistoryView {
  roomId: string;
  /** First and last update; both null in a room nobody has opened. */
  from: Moment | null;
  to: Moment | null;
  updates: number;
  bytes: number;
  binMs: number;
  /** `[n, edits]` for the bars that are not empty: edits in `binMs` from `from.at + n * binMs`. */
  bins: [number, number][];
  authors: HistoryAuthor[];
  /** In order of time. */
  markers: HistoryMarker[];
  /** Pieces of the log that do not read back as they were stored; shown to staff. Empty for others, and when all is well. */
  damage: HistoryDamage[];
  canRestore: boolean;
}

export interface HistoryFile {
  id: string;
  name: string;
  text: string;
}
export interface HistoryText extends Moment {
  /** In tab order. */
  files: HistoryFile[];
}

/** `[characters (UTF-16 units), memberId]`, side by side from the start of the file; null: written by the server. */
export type AuthorRange = [number, string | null];
export interface HistoryAuthors extends Moment {
  files: { id: string; name: string; ranges: AuthorRange[] }[];
}

/** A client id of the room's document, and who wrote under it: `[from this clock on, memberId]`, in order; null: the server. */
export type ClientWriters = [number, [number, string | null][]];
export interface HistoryWriters {
  people: Person[];
  writers: ClientWriters[];
}

export interface ChangedPiece {
  fileId: string;
  kind: 'inserted' | 'deleted';
  /** Where it is in the later text, or would be. */
  offset: number;
  text: string;
}
export interface AuthorChanges {
  memberId: string | null;
  /** Stored updates between the two moments. */
  edits: number;
  /** Characters that are there at the later moment and were not at the earlier one, and the other way round. */
  inserted: number;
  deleted: number;
  pieces: ChangedPiece[];
}
export interface HistoryChanges {
  from: Moment;
  to: Moment;
  authors: AuthorChanges[];
  /** Some pieces were left out; the counts are complete. */
  truncated: boolean;
}

/** One page of the raw log. */
export interface HistoryLogPage {
  members: string[];
  kinds: string[];
  /** `[seq, at, index into members or -1, index into kinds, bytes]`; `seq` and `at` as differences to the row before. */
  rows: [number, number, number, number, number][];
  /** The updates one after the other, base64. */
  updates: string;
  /** Ask again with `after` set to this; null when this was the last page. */
  next: number | null;
}

const digits = z.string().regex(/^\d{1,15}$/, 'A moment is a whole number.');
const number = digits.transform(Number);
/** `?at=` (epoch ms) or `?seq=`; neither: now. */
export const momentQuery = z.object({ at: number.optional(), seq: number.optional() });
/** Two moments; `from` absent: the beginning, `to` absent: now. */
export const changesQuery = z.object({
  from: number.optional(),
  fromSeq: number.optional(),
  to: number.optional(),
  toSeq: number.optional(),
});
export const logQuery = z.object({ after: number.default(0) });
export const restoreBody = z
  .object({
    at: z.number().int().min(0).optional(),
    seq: z.number().int().min(0).optional(),
  })
  .refine((body) => (body.at === undefined) !== (body.seq === undefined), {
    message: 'Say which moment: a time or a number.',
  });
export interface RestoreReply extends Moment {
  /** False when the room already had exactly that text. */
  changed: boolean;
}
