import type { AttemptView, ExerciseWork } from '@learnflow/shared';

/** @returns the exercises with this attempt in its place, newest first; one that has its verdict never loses it */
export function withAttempt(
  exercises: readonly ExerciseWork[],
  attempt: AttemptView,
): ExerciseWork[] {
  return exercises.map((exercise) => {
    if (exercise.id !== attempt.exercise) return exercise;
    const known = exercise.attempts.find(({ id }) => id === attempt.id);
    const newer = known?.result && !attempt.result ? known : withReview(attempt, known);
    const others = exercise.attempts.filter(({ id }) => id !== attempt.id);
    const attempts = [...others, newer].sort((a, b) => b.at - a.at);
    const handedIn = attempts.filter(({ kind }) => kind === 'submit');
    const judged = handedIn.find(({ result }) => result !== null);
    return {
      ...exercise,
      attempts,
      submitted: handedIn.length > 0,
      solved: judged?.result?.score === 100,
    };
  });
}

/** Two messages about one attempt may overtake each other: a review that is there stays. */
function withReview(attempt: AttemptView, known: AttemptView | undefined): AttemptView {
  return { ...attempt, reviewScore: attempt.reviewScore ?? known?.reviewScore ?? null };
}

/** @returns the exercises as answered, with the verdicts that were heard while the answer was on its way */
export function withVerdicts(
  answered: readonly ExerciseWork[],
  known: readonly ExerciseWork[],
): ExerciseWork[] {
  const judged = new Set(verdictsOf(answered).map(({ id }) => id));
  return verdictsOf(known)
    .filter(({ id }) => !judged.has(id))
    .reduce<ExerciseWork[]>(withAttempt, [...answered]);
}

function verdictsOf(exercises: readonly ExerciseWork[]): AttemptView[] {
  return exercises.flatMap(({ attempts }) => attempts).filter(({ result }) => result !== null);
}
