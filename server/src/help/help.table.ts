import type { ColumnType } from 'kysely';

export interface RoomHelpTable {
  room_id: string;
  about: 'run' | 'attempt';
  /** The run or the attempt. */
  about_id: string;
  explanation: ColumnType<unknown, string, string>;
  /** How many hints are open. */
  opened: number;
  /** When the last of them was opened. */
  opened_at: Date;
  /** A run or check since then ended the same way: the next hint may be opened. */
  tried_again: boolean;
  /** The last hint waits for a teacher, who looks first. */
  asked: 'waiting' | 'declined' | null;
  asked_by: string | null;
  /** Name of the teacher who would rather talk it through. */
  answered_by: string | null;
  /** What told the consoles of the question. */
  alert_id: string | null;
}
