/**
 * Two published measures of how somebody gets along with errors. Both look at a session: the compilations or runs of one
 * student at one exercise in order, each with the errors it showed.
 */

/** The errors of one run: none, one, or several. */
export type RunErrors = readonly string[];

/**
 * Error quotient of Jadud (ICER 2006), in [0, 1]. Each pair of neighbours scores 0 when one of them is without error,
 * 8 of 11 when both have errors, and 3 more when they share one; the quotient is the mean over the pairs.
 * @returns null for a session of one run with errors: there is no pair to judge
 */
export function errorQuotient(session: readonly RunErrors[]): number | null {
  if (session.length < 2) return (session[0]?.length ?? 0) > 0 ? null : 0;
  let sum = 0;
  for (let i = 1; i < session.length; i++) sum += pairScore(session[i - 1] ?? [], session[i] ?? []);
  return sum / (session.length - 1);
}

function pairScore(one: RunErrors, next: RunErrors): number {
  if (one.length === 0 || next.length === 0) return 0;
  return one.some((error) => next.includes(error)) ? 1 : 8 / 11;
}

/**
 * Repeated error density of Becker (ITiCSE 2016), not normalised: for every unbroken string of L runs with the same error
 * the sum takes (L − 1)² / L. Errors that live side by side make strings of their own, as in the published values.
 */
export function repeatedErrorDensity(session: readonly RunErrors[]): number {
  let sum = 0;
  let alive = new Map<string, number>();
  const end = (length: number): void => void (sum += (length - 1) ** 2 / length);
  for (const errors of session) {
    const next = new Map<string, number>();
    for (const error of new Set(errors)) next.set(error, (alive.get(error) ?? 0) + 1);
    for (const [error, length] of alive) if (!next.has(error)) end(length);
    alive = next;
  }
  for (const length of alive.values()) end(length);
  return sum;
}
