import { z } from 'zod';

/**
 * How likely it is that somebody gets no further in their next five steps (runs and checks), learnt from the class:
 *
 * 1. After each step a student is in a cell: how many tests pass at best, and how many steps they stand still.
 * 2. When one of the next five steps brings a new test, all waiting cells of the student count "got further"; a cell that
 *    sees five steps without counts "did not".
 * 3. A cell with few counts leans on a larger one: p = (stood still + 8 · p of the larger) / (counts + 8), from the
 *    exercise over exercise × standing still and exercise × best to all three.
 *
 * It ranks students of one exercise against each other. It is no detector of who will fail: on logs of another course
 * such a table is somewhat better than chance within an exercise (AUC about 0.63) and of no use for "never solved".
 */
export const stepsAhead = 5;
const weight = 8;

/** Steps without a new test: 0, 1, 2–3, 4–6, 7 and more. */
export function standstillBucket(steps: number): number {
  if (steps <= 1) return Math.max(0, steps);
  if (steps <= 3) return 2;
  return steps <= 6 ? 3 : 4;
}

/** How often students of a first course got no further in five submissions, all exercises together. */
const baseRate = 0.33;
/**
 * What a class without any counts of its own begins with, by bucket of standing still. These are assumptions, not
 * measurements: they only say that whoever stands still longer is the next to look at, around `baseRate`. A dozen steps
 * of the class at an exercise outweigh them.
 */
const warmStart = [0.2, 0.27, 0.35, 0.44, 0.52] as const;

/** `[counts, of them stood still]` */
const counts = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
export type Counts = z.infer<typeof counts>;

/** Counts of one exercise. `best` and `both` by the number of tests passed at best, `both` also by bucket: `3/2`. */
export const hazardTable = z.object({
  all: counts,
  still: z.array(counts).length(warmStart.length),
  best: z.record(z.string(), counts),
  both: z.record(z.string(), counts),
});
export type HazardTable = z.infer<typeof hazardTable>;

/** Where a student stands after a step. */
export interface Cell {
  best: number;
  still: number;
}

export function emptyTable(): HazardTable {
  return { all: [0, 0], still: warmStart.map((): Counts => [0, 0]), best: {}, both: {} };
}

/** @returns the table with what became of some cells; the table given is left alone */
export function countCells(
  table: HazardTable,
  cells: readonly Cell[],
  stoodStill: boolean,
): HazardTable {
  const more = ([n, a]: Counts = [0, 0]): Counts => [n + 1, a + (stoodStill ? 1 : 0)];
  let next = table;
  for (const { best, still } of cells) {
    next = {
      all: more(next.all),
      still: next.still.map((each, bucket) => (bucket === still ? more(each) : each)),
      best: { ...next.best, [best]: more(next.best[best]) },
      both: { ...next.both, [`${best}/${still}`]: more(next.both[`${best}/${still}`]) },
    };
  }
  return next;
}

/** @returns the probability, in (0, 1), of no new test in the next steps */
export function standstillRisk(table: HazardTable | undefined, { best, still }: Cell): number {
  const lean = ([n, a]: Counts = [0, 0], parent: number): number =>
    (a + weight * parent) / (n + weight);
  const { all, still: byStill, best: byBest, both } = table ?? emptyTable();
  const ofExercise = lean(all, baseRate);
  const warm = clamp(ofExercise + (warmStart[still] ?? baseRate) - baseRate);
  const ofStill = lean(byStill[still], warm);
  const ofBest = lean(byBest[best], ofStill);
  return lean(both[`${best}/${still}`], ofBest);
}

const clamp = (p: number): number => Math.min(0.98, Math.max(0.02, p));
