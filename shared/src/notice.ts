/** Notices that a student was given something. */
import { z } from 'zod';
import type { Person } from './person.ts';

/** The student has seen the notices up to this one. */
export const noticesSeenBody = z.object({ until: z.number().int().nonnegative() });

/** "Ms Adeyemi gave you: …"; for the student it is for. */
export interface NoticeView {
  id: string;
  lessonId: string;
  exercise: string;
  title: string;
  from: Person;
  /** Epoch ms. */
  at: number;
}
