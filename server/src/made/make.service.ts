import {
  AppError,
  type Exercise,
  madeLimits,
  type MadeExercise,
  type MadeExercises,
} from '@learnflow/shared';
import { courseOf } from './class-exercises.ts';
import type { MadeDeps } from './made-deps.ts';
import { insertMade, listMade } from './made.store.ts';
import { proveExercise } from './prove.ts';

/** Of so many candidates for each exercise asked for one must be good; otherwise something else is wrong. */
const triesPerExercise = 4;
const seeds = 2 ** 31;

/** Who asks, and for which class. */
export interface MadeFor {
  classId: string;
  memberId: string;
}

/**
 * Makes exercises out of a sentence. Each is proved in the sandbox before anybody sees it; one that fails is replaced by
 * the next. They are stored when this resolves, and given to nobody yet.
 * @throws AppError `too.many`, `too.large`, `unavailable`
 */
export async function makeExercises(
  deps: MadeDeps,
  { classId, memberId }: MadeFor,
  request: string,
): Promise<MadeExercises> {
  const { db, agents, rate, random, clock, exercises } = deps;
  const made = agents.makeExercises(request, {
    seed: Math.floor(random() * seeds),
    course: courseOf(classId),
  });
  if ('offered' in made) return { exercises: [], offered: [...made.offered] };
  rate.take(memberId);
  const before = await listMade(db, classId);
  if (before.length + made.count > madeLimits.perClass) {
    throw new AppError(
      'too.large',
      `This class has ${before.length} made exercises already. Give it some of those again.`,
    );
  }
  const taken = new Set(before.flatMap(({ exercise }) => [exercise.title, exercise.id]));
  const good = await firstGood(deps, made, taken);
  const at = new Date(clock.now());
  await db
    .transaction()
    .execute((trx) => insertMade(trx, good, { classId, request, memberId, at }));
  exercises.add(good.map((exercise) => ({ classId, exercise })));
  return { exercises: good.map(presentMade), offered: [] };
}

/** @param taken  titles and ids that are there already; a title comes again only when there is no other */
async function firstGood(
  { grader, log }: MadeDeps,
  {
    count,
    candidates,
  }: Exclude<ReturnType<MadeDeps['agents']['makeExercises']>, { offered: unknown }>,
  taken: ReadonlySet<string>,
): Promise<Exercise[]> {
  const good: Exercise[] = [];
  let left = count * triesPerExercise;
  // Two titles alike may follow from few names; a little patience finds others.
  let patience = count * triesPerExercise * 4;
  for await (const exercise of candidates) {
    if (good.length === count || left === 0) break;
    const isThere = (what: string) =>
      taken.has(what) || good.some(({ id, title }) => id === what || title === what);
    if (isThere(exercise.id)) continue;
    if (isThere(exercise.title) && patience-- > 0) continue;
    left -= 1;
    const why = await proveExercise(grader, exercise);
    if (why === undefined) good.push(exercise);
    else log.warn({ exercise: exercise.id, why }, 'made.refused');
  }
  if (good.length > 0) return good;
  throw new AppError(
    'unavailable',
    'The exercises did not pass their own tests in the sandbox. Try again in a minute.',
  );
}

/** @returns every exercise made for the class, as its teachers see them, the newest first */
export async function listClassExercises(
  { db }: Pick<MadeDeps, 'db'>,
  classId: string,
): Promise<MadeExercise[]> {
  return (await listMade(db, classId)).map(({ exercise }) => presentMade(exercise));
}

function presentMade(exercise: Exercise): MadeExercise {
  const { id, title, topic, difficulty, task, starter, solution, tests } = exercise;
  return {
    ...{ id, title, topic, difficulty, task, starter, solution },
    tests: tests.length,
    hidden: tests.filter(({ hidden }) => hidden).length,
  };
}
