/** What teachers set and read about a language model in their class. */
import { z } from 'zod';
import { type ModelCall, modelPolicy } from './tutor.ts';

export const modelLimits = {
  /** Texts are long; a page of them is enough to read at once. */
  callsPerPage: 50,
} as const;

/** What an exercise does differently from its class; budgets are the class's. */
export const exercisePolicy = modelPolicy.pick({ mode: true, approve: true });
export type ExercisePolicy = z.infer<typeof exercisePolicy>;

/** null: as the class. */
export const exercisePolicyBody = z.object({ policy: exercisePolicy.nullable() });
export interface ExercisePolicyView {
  exercise: string;
  policy: ExercisePolicy;
}

/** One exchange with a model, for those who answer for it. */
export interface ModelCallView extends ModelCall {
  id: string;
  lessonId: string;
  /** null: about no room, as a draft of an exercise. */
  roomId: string | null;
  /** For whom it was asked; of an exercise the teacher. */
  student: { memberId: string; name: string };
  about: { kind: 'question' | 'alert' | 'exercise'; id: string };
  /** Epoch ms. */
  at: number;
  /** Who let it through to the student; `by` null: they are not in the class any more. */
  approved: { by: string | null; at: number } | null;
}

/** The answer of `GET /api/classes/:classId/model`. */
export interface ClassModelView {
  /** Name of the model this server uses; null: none is set up, and nothing is ever asked. */
  model: string | null;
  exercises: ExercisePolicyView[];
  /** Tokens of this class since midnight. */
  tokensToday: number;
}
