import { EventEmitter } from 'node:events';
import type { DraftView, TurnView } from '@learnflow/shared';

/** What is told after the commit; `live/` listens. */
export interface AskNewsMap {
  /** Turns of one student that are new or changed; `cleared`: all others are gone. */
  turns: [
    { lessonId: string; memberId: string; roomId: string; turns: TurnView[]; cleared: boolean },
  ];
  /** A piece of what a model writes; `from`: characters before it. */
  text: [
    {
      lessonId: string;
      memberId: string;
      roomId: string;
      questionId: string;
      from: number;
      text: string;
    },
  ];
  draft: [{ lessonId: string; draft: DraftView }];
  draftsGone: [{ lessonId: string; answerIds: string[] }];
}
export type AskNews = EventEmitter<AskNewsMap>;

export function createAskNews(): AskNews {
  return new EventEmitter<AskNewsMap>();
}
