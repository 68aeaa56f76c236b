import type { Review } from '@learnflow/shared';
import type { ColumnType } from 'kysely';

export interface AttemptReviewTable {
  attempt_id: string;
  review: ColumnType<Review, string, never>;
  score: number;
  quality: number;
  reviewed_at: Date;
}
