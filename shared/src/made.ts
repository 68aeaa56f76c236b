/** Exercises that a teacher had made for a class. */
import { z } from 'zod';
import { type ExerciseSummary, exerciseId } from './work.ts';

export const madeLimits = {
  /** A sentence. */
  requestChars: 200,
  /** Of one request, and given at once. */
  count: 6,
  /** Made for one class; somebody who needs more writes a course. */
  perClass: 400,
  /** Students of one class. */
  members: 200,
} as const;

/** "Create easy exercises on list comprehensions". */
export const makeExercisesBody = z.object({
  request: z.string().trim().min(1).max(madeLimits.requestChars),
  /** By a model also where templates know the topic. */
  draft: z.boolean().default(false),
});

/** Gives exercises to everybody in the class, or only to these students. */
export const assignMadeBody = z.object({
  exercises: z.array(exerciseId).min(1).max(madeLimits.count),
  memberIds: z.array(z.uuid()).min(1).max(madeLimits.members).optional(),
});

/** A made exercise as its teacher looks at it before anybody else does. */
export interface MadeExercise extends ExerciseSummary {
  /** Markdown. */
  task: string;
  starter: { name: string; text: string }[];
  solution: { name: string; text: string }[];
  /** Name of the model that wrote it; null: made from a template. */
  draftedBy: string | null;
}

export interface MadeExercises {
  /** Proved in the sandbox and stored; empty when nobody knows the topic. */
  exercises: MadeExercise[];
  /** The topics there are, when nobody knows the one that was asked for. */
  offered: string[];
  /** A model was asked for what no template makes. */
  askedModel: boolean;
  /** The class allows a model to draft. */
  canDraft: boolean;
}
