import type { ClientWriters, HistoryAuthors, HistoryChanges, HistoryText } from '@learnflow/shared';
import type { LogRow, Timeline } from '@learnflow/shared/timeline';

/** By time (epoch ms) or number; neither: now. */
export interface MomentInput {
  at?: number | undefined;
  seq?: number | undefined;
}

/** What can be asked about a room's past; plain values, because the past is looked up in a thread of its own. */
export interface TimelineQuestions {
  text: { moment: MomentInput };
  authors: { moment: MomentInput };
  writers: object;
  /** `from` without a time or number: the beginning. */
  changes: { from: MomentInput; to: MomentInput };
}
export interface TimelineAnswers {
  text: HistoryText;
  authors: HistoryAuthors;
  writers: ClientWriters[];
  changes: HistoryChanges;
}
export type QuestionKind = keyof TimelineQuestions;
export type Question = { [K in QuestionKind]: { kind: K } & TimelineQuestions[K] }[QuestionKind];

/** What the thread is told; each but `drop` is answered under its number. */
export type ThreadOrder =
  | { kind: 'add'; id: number; roomId: string; rows: LogRow[] }
  | { kind: 'ask'; id: number; roomId: string; question: Question }
  | { kind: 'drop'; roomId: string };
export type ThreadReply =
  | { id: number; kind: 'answer'; value: TimelineAnswers[QuestionKind] }
  /** Numbers of the rows that could not be read. */
  | { id: number; kind: 'added'; unreadable: number[] }
  | { id: number; kind: 'failed'; message: string };

export function answerQuestion(
  timeline: Timeline,
  question: Question,
): TimelineAnswers[QuestionKind] {
  switch (question.kind) {
    case 'text': {
      const moment = momentOf(timeline, question.moment);
      return { ...timeline.nameOf(moment), files: timeline.filesAt(moment) };
    }
    case 'authors': {
      const moment = momentOf(timeline, question.moment);
      return { ...timeline.nameOf(moment), files: timeline.authorsAt(moment) };
    }
    case 'writers':
      return timeline.writers();
    case 'changes': {
      const { from, to } = question;
      const isFromStart = from.at === undefined && from.seq === undefined;
      return timeline.changes(isFromStart ? 0 : momentOf(timeline, from), momentOf(timeline, to));
    }
  }
}

function momentOf(timeline: Timeline, { at, seq }: MomentInput): number {
  if (seq !== undefined) return timeline.momentOfSeq(seq);
  return at === undefined ? timeline.rows.length : timeline.momentAt(at);
}
