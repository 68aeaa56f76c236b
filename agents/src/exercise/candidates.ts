import type { Exercise } from '@learnflow/shared';
import { drawFrom } from './draw.ts';
import { makeExercise } from './make-exercise.ts';
import { type ExerciseRequest, parseExerciseRequest } from './request.ts';
import type { Difficulty, Template } from './template.ts';
import { templates } from './templates.ts';

/**
 * @param request  as a teacher types it
 * @returns exercises without end and how many were asked for; the topics there are, when nobody knows the one asked for
 */
export function makeExercises(
  request: string,
  of: { seed: number; course: string },
): { offered: readonly string[] } | { count: number; candidates: Iterable<Exercise> } {
  const parsed = parseExerciseRequest(request);
  if ('offered' in parsed) return parsed;
  return { count: parsed.count, candidates: exerciseCandidates(parsed, of) };
}

const levels: readonly Difficulty[] = ['easy', 'medium', 'hard'];

/**
 * Exercises for a request, without end: one after another from different templates, then the same templates again with
 * other names and numbers. A topic that has none of the difficulty gives the nearest one it has.
 * @param seed  draws everything: the same seed gives the same exercises
 */
export function* exerciseCandidates(
  request: Pick<ExerciseRequest, 'topics' | 'difficulty'>,
  { seed, course }: { seed: number; course: string },
): Generator<Exercise, never> {
  const draw = drawFrom(seed);
  const ofTopic = templates.filter(({ topic }) => request.topics.includes(topic));
  const level = nearestLevel(ofTopic, request.difficulty);
  const fitting = ofTopic.filter((template) => template.levels.includes(level));
  for (;;) {
    for (const template of draw.sample(fitting, fitting.length)) {
      yield makeExercise(template, { seed: draw.int(0, 2 ** 31 - 1), level, course });
    }
  }
}

function nearestLevel(of: readonly Template[], wanted: Difficulty): Difficulty {
  const at = levels.indexOf(wanted);
  const near = levels
    .filter((level) => of.some((template) => template.levels.includes(level)))
    .sort((a, b) => Math.abs(levels.indexOf(a) - at) - Math.abs(levels.indexOf(b) - at));
  const [nearest] = near;
  if (!nearest) throw new Error('A topic has no templates');
  return nearest;
}
