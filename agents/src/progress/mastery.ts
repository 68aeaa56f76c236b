import { type Band, type MasteryItem, type MasteryPart, masteryWeights } from '@learnflow/shared';

/** After this many days a figure counts half. */
export const halfLifeDays = 14;
const dayMs = 24 * 60 * 60_000;

/** @returns whole days that have passed; a clock that was set back makes nothing newer than now */
export function ageInDays(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / dayMs));
}

/** @returns w = 2^(−age / 14): 1 today, 0.5 after two weeks */
export function ageWeight(ageDays: number): number {
  return 2 ** (-ageDays / halfLifeDays);
}

/** @returns the nearest whole number, halves upwards: 40.5 → 41 */
export function roundHalfUp(value: number): number {
  // Sums of weights such as 0.7 leave halves a hair below.
  return Math.floor(value + 0.5 + 1e-9);
}

/**
 * Mean in which old figures count less: Σ wᵢxᵢ / Σ wᵢ with w = 2^(−age / 14 days).
 * @returns a whole number; null when there is nothing
 */
export function decayedMean(items: readonly MasteryItem[]): number | null {
  if (items.length === 0) return null;
  const weights = items.reduce((sum, { weight }) => sum + weight, 0);
  const sum = items.reduce((all, { weight, value }) => all + weight * value, 0);
  return roundHalfUp(sum / weights);
}

/**
 * Mastery of a topic: 40 % exercises + 30 % quiz + 20 % code quality + 10 % consistency, of parts that are whole numbers.
 * Parts that are not there yet leave their weight to the others: Σ weight · part / Σ weight over the parts there are.
 * Consistency alone says nothing about a topic.
 * @returns per cent, rounded half up; null: not started
 */
export function masteryOf(parts: readonly MasteryPart[]): number | null {
  const known = parts.flatMap(({ name, weight, value }) =>
    value === null ? [] : [{ name, weight, value }],
  );
  if (!known.some(({ name }) => name !== 'consistency')) return null;
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  return roundHalfUp(known.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights);
}

/** 0–40 Beginner, 41–70 Learning, 71–90 Proficient, 91–100 Mastered; of the number that is shown. */
export function bandOf(mastery: number): Band {
  if (mastery <= 40) return 'beginner';
  if (mastery <= 70) return 'learning';
  return mastery <= 90 ? 'proficient' : 'mastered';
}

/** Consistency: min(streak, 7) / 7 · 100. */
export function consistencyOf(streakDays: number): number {
  return roundHalfUp((Math.min(streakDays, 7) / 7) * 100);
}

export function partOf(
  name: MasteryPart['name'],
  items: readonly MasteryItem[],
  value = decayedMean(items),
): MasteryPart {
  return { name, weight: masteryWeights[name], value, items: [...items] };
}

/** @param value  per cent. @returns a figure with its age and what it counts for that */
export function itemOf(label: string, value: number, at: number, now: number): MasteryItem {
  const ageDays = ageInDays(at, now);
  return { label, value, ageDays, weight: ageWeight(ageDays) };
}
