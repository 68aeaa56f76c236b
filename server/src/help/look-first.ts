/** The last hint where a class wants its teachers to look first: a student asks, a teacher opens it or comes over. */
import { randomUUID } from 'node:crypto';
import { AppError, type EventDraft } from '@learnflow/shared';
import type { Help } from './help.ts';

export interface Asker {
  lessonId: string;
  roomId: string;
  memberId: string;
  exercise: string | null;
}

/** @returns what is stored and told when somebody asks; asking twice tells once */
export function askFor(
  help: Help,
  asker: Asker,
  now: number,
): { help: Help; events: EventDraft[] } {
  if (help.opened !== lastHint - 1) {
    throw new AppError('request.invalid', 'Open the hints above first.');
  }
  if (help.asked === 'waiting') return { help, events: [] };
  const { lessonId, roomId, memberId, exercise } = asker;
  const alertId = randomUUID();
  const { explanation } = help;
  const event: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.alert.raised.v1', key: memberId, at: now },
    data: {
      ...{ user_id: memberId, topic: exercise ?? '', error_count: 1, lessonId, roomId, alertId },
      ...{ exercise, rule: 'hint_asked', severity: 'low' },
      reason: `Asks for the worked step: ${explanation.title}`,
      hint: explanation.hints[lastHint - 1] ?? '',
      ...{ line: explanation.line ?? null, lineText: '', runs: [] },
    },
  };
  return {
    help: { ...help, asked: 'waiting', askedBy: memberId, answeredBy: null, alertId },
    events: [event],
  };
}

/**
 * @param how  `ended`: taken back; `fixed`: not needed any more
 * @returns what is stored and told when nobody waits for the last hint any more
 */
export function withdrawAsk(
  help: Help,
  lessonId: string,
  how: 'ended' | 'fixed',
  now: number,
): { help: Help; events: EventDraft[] } {
  const { asked, askedBy: memberId, alertId } = help;
  const cleared: Help = { ...help, asked: null, askedBy: null, answeredBy: null, alertId: null };
  if (asked !== 'waiting' || alertId === null || memberId === null) {
    return { help: cleared, events: [] };
  }
  const settled: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.alert.settled.v1', key: memberId, at: now },
    data: { lessonId, alertId, memberId, how, byId: null },
  };
  return { help: cleared, events: [settled] };
}

/** What a teacher answered: here it is, I come over, or (taken back) neither yet. */
export type LookAnswer = { how: 'open' | 'other' | 'reopened' } | { how: 'declined'; by: string };

export function answerAsk(help: Help, answer: LookAnswer, now: number): Help {
  switch (answer.how) {
    case 'open':
      return { ...help, asked: null, answeredBy: null, opened: lastHint, openedAt: now };
    case 'other':
      return { ...help, asked: null, answeredBy: null };
    case 'declined':
      return { ...help, asked: 'declined', answeredBy: answer.by };
    case 'reopened':
      return { ...help, asked: 'waiting', answeredBy: null, opened: lastHint - 1 };
  }
}

/** Number of the hint that a teacher looks at first. */
export const lastHint = 3;
