import { EventEmitter } from 'node:events';
import type { AlertView, HintView } from '@learnflow/shared';

/** What is told after the commit; `live/` listens. */
export interface AlertNewsMap {
  /** Stored for the first time; told once. */
  raised: [{ lessonId: string; alertId: string }];
  /** Raised, or something became of it. */
  alert: [{ lessonId: string; alert: AlertView }];
  /** All hints of a student in a room, after one came or went. */
  hints: [{ lessonId: string; memberId: string; roomId: string; hints: HintView[] }];
  /** Alerts of this lesson may come so late; 0: no longer. */
  late: [{ lessonId: string; seconds: number }];
}
export type AlertNews = EventEmitter<AlertNewsMap>;

export function createAlertNews(): AlertNews {
  return new EventEmitter<AlertNewsMap>();
}
