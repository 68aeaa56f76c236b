/**
 * Elo with partial credit: a student has a rating θ, an exercise a difficulty d, both from 0. The chance of success is
 * p = σ(θ − d) with the logistic σ; after an outcome y in [0, 1], θ += k (y − p) and d += k (p − y).
 */
export interface Rating {
  value: number;
  /** Outcomes that have gone into it. */
  n: number;
}

export const newRating: Rating = { value: 0, n: 0 };

/** @returns the chance in (0, 1) that a student of rating θ succeeds at difficulty d */
export function chanceOf(theta: number, d: number): number {
  return 1 / (1 + Math.exp(d - theta));
}

/** How far an outcome moves a rating: k = 0.4 / (1 + 0.05 n), at least 0.1. */
export function stepSize(n: number): number {
  return Math.max(0.1, 0.4 / (1 + 0.05 * n));
}

/**
 * @param y  what came out: the best share of tests in the first three attempts
 * @param k  by how many outcomes were before, unless a test knows better
 */
export function rate(
  student: Rating,
  exercise: Rating,
  y: number,
  k: (n: number) => number = stepSize,
): { student: Rating; exercise: Rating } {
  const p = chanceOf(student.value, exercise.value);
  return {
    student: { value: student.value + k(student.n) * (y - p), n: student.n + 1 },
    exercise: { value: exercise.value + k(exercise.n) * (p - y), n: exercise.n + 1 },
  };
}

/** Where a difficulty lies before anybody has tried, by the author's word; outcomes that this word weighs like. */
const authorsWord = { easy: -0.5, medium: 0, hard: 0.5 } as const;
const wordWeighs = 5;

/**
 * @returns the difficulty with the author's word for the outcomes that are missing: (n · d + 5 · word) / (n + 5)
 */
export function difficultyOf(learnt: Rating, word: keyof typeof authorsWord): number {
  return (learnt.n * learnt.value + wordWeighs * authorsWord[word]) / (learnt.n + wordWeighs);
}
