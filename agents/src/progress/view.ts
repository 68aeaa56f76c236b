import {
  type MasteryItem,
  type MasteryPart,
  type ModuleProgress,
  type NextExercise,
  type ProgressCatalog,
  type ProgressFigures,
  type ProgressTime,
  type TopicProgress,
} from '@learnflow/shared';
import { chanceOf, difficultyOf, newRating, type Rating } from './elo.ts';
import { bandOf, consistencyOf, itemOf, masteryOf, partOf, roundHalfUp } from './mastery.ts';
import { exerciseKey } from './progress.ts';
import { newStudent, type ProgressOfStudent, type ProgressState, quarterMs } from './state.ts';
import { isSpinning } from './spinning.ts';
import { streakOf } from './streak.ts';

/** Everything the agent has stored about the student and about exercises, by key. */
export type ProgressStates = ReadonlyMap<string, ProgressState>;
type CatalogExercise = ProgressCatalog['exercises'][number];

/** An exercise that works out so often at the first attempts is neither dull nor hopeless. */
const wantedChance = 0.7;

/** @returns how far a student is with everything the class's courses teach, and what to do next */
export function viewProgress(
  states: ProgressStates,
  memberId: string,
  catalog: ProgressCatalog,
  time: ProgressTime,
): ProgressFigures {
  const state = states.get(memberId);
  const student = state?.kind === 'student' ? state : newStudent();
  const streak = streakOf(
    student.worked.map((quarter) => quarter * quarterMs),
    time,
  );
  const modules = catalog.modules.map(({ title, topics }): ModuleProgress => {
    return { title, topics: topics.map((topic) => topicOf(topic, student, catalog, streak, time)) };
  });
  const next = nextOf(student, states, catalog);
  return { modules, streak, timeZone: time.timeZone, next };
}

function topicOf(
  topic: string,
  student: ProgressOfStudent,
  catalog: ProgressCatalog,
  streak: number,
  { now }: ProgressTime,
): TopicProgress {
  const exercises = catalog.exercises.filter((each) => each.topic === topic);
  const quizzes = catalog.quizzes.filter((each) => each.topics.includes(topic));
  const parts: MasteryPart[] = [
    partOf(
      'exercises',
      exercises.flatMap((each) => completionOf(each, student, now)),
    ),
    partOf(
      'quiz',
      quizzes.flatMap(({ id, title }): MasteryItem[] => {
        const best = student.quizzes[id]?.best;
        return best ? [itemOf(title, best.value, best.at, now)] : [];
      }),
    ),
    partOf(
      'quality',
      exercises.flatMap(({ id, title }): MasteryItem[] => {
        const quality = student.work[id]?.quality;
        return quality ? [itemOf(title, roundHalfUp(quality.value), quality.at, now)] : [];
      }),
    ),
    partOf('consistency', [], consistencyOf(streak)),
  ];
  // A topic on which nothing was done is not begun, however many exercises wait.
  const isBegun =
    exercises.some(({ id }) => student.work[id] !== undefined) ||
    quizzes.some(({ id }) => student.quizzes[id] !== undefined);
  const mastery = isBegun ? masteryOf(parts) : null;
  const ids = new Set(exercises.map(({ id }) => id));
  return {
    ...{ topic, mastery, band: mastery === null ? null : bandOf(mastery), parts },
    isSpinning: isSpinning(student.tries.filter(({ exercise }) => ids.has(exercise))),
  };
}

/**
 * Completion of an exercise in per cent: the best score that was handed in, or of a check the tests that pass, of all its
 * tests. One that the class was given and the student has not tried is 0 as of today.
 */
function completionOf(
  { id, title, tests, isGiven }: CatalogExercise,
  student: ProgressOfStudent,
  now: number,
): MasteryItem[] {
  const work = student.work[id];
  const checked = work?.checked ? (100 * work.checked.value) / Math.max(1, tests) : -1;
  if (work?.handedIn && work.handedIn.value >= checked) {
    return [itemOf(title, roundHalfUp(work.handedIn.value), work.handedIn.at, now)];
  }
  if (work?.checked) {
    return [itemOf(title, Math.min(100, roundHalfUp(checked)), work.checked.at, now)];
  }
  return isGiven || work ? [itemOf(title, 0, now, now)] : [];
}

/** The unsolved exercise of a lesson that goes on whose chance at the first attempts is nearest to 7 in 10. */
function nextOf(
  student: ProgressOfStudent,
  states: ProgressStates,
  { exercises }: ProgressCatalog,
): NextExercise | null {
  const [next] = exercises
    .filter(({ id, isOpen }) => isOpen && (student.work[id]?.solvedAt ?? null) === null)
    .map(({ id, title, topic, difficulty }) => {
      const learnt: Rating = states.get(exerciseKey(id))?.rating ?? newRating;
      const chance = chanceOf(student.rating.value, difficultyOf(learnt, difficulty));
      return { exercise: id, title, topic, chance };
    })
    .sort((a, b) => Math.abs(a.chance - wantedChance) - Math.abs(b.chance - wantedChance));
  return next ?? null;
}
