import {
  AppError,
  type Exercise,
  madeLimits,
  type MadeExercise,
  type MadeExercises,
} from '@learnflow/shared';
import { findClassPolicy } from '../model/model-log.service.ts';
import type { Db } from '../storage/database.ts';
import { courseOf } from './class-exercises.ts';
import { draftExercise } from './draft.service.ts';
import type { MadeDeps, MadeFor } from './made-deps.ts';
import { insertMade, listMade, type MadeRow } from './made.store.ts';
import { proveExercise } from './prove.ts';

/** Of so many candidates for each exercise asked for one must be good; otherwise something else is wrong. */
const triesPerExercise = 4;
const seeds = 2 ** 31;

/**
 * Makes exercises out of a sentence. Each is proved in the sandbox before anybody sees it; one that fails is replaced by
 * the next. Of a topic that no template knows a model may draft one, where the class allows it, and of
 * any other when the teacher says so. They are stored when this resolves, and given to nobody yet.
 * @throws AppError `too.many`, `too.large`, `unavailable`
 */
export async function makeExercises(
  deps: MadeDeps,
  of: MadeFor & { lessonId: string },
  { request, draft = false }: { request: string; draft?: boolean },
): Promise<MadeExercises> {
  const { db, agents, tutor, rate, random } = deps;
  const { classId, memberId } = of;
  const made = agents.makeExercises(request, {
    seed: Math.floor(random() * seeds),
    course: courseOf(classId),
  });
  const policy = await findClassPolicy(db, { classId, model: tutor.model });
  const canDraft = policy.mode !== 'off';
  const offered = 'offered' in made ? [...made.offered] : [];
  const none = { exercises: [], offered, canDraft };
  if (!('offered' in made) && !(draft && canDraft)) {
    rate.take(memberId);
    const before = await listWithRoom(db, classId, made.count);
    const taken = new Set(before.flatMap(({ exercise }) => [exercise.title, exercise.id]));
    const good = await firstGood(deps, made, taken);
    const kept = await keep(deps, of, { request, exercises: good, draftedBy: null });
    return { ...none, exercises: kept, askedModel: false };
  }
  if (!canDraft) return { ...none, askedModel: false };
  rate.take(memberId);
  await listWithRoom(db, classId, 1);
  const { exercise, wasAsked } = await draftExercise(deps, of, { text: request, policy });
  if (!exercise) return { ...none, askedModel: wasAsked };
  const kept = await keep(deps, of, { request, exercises: [exercise], draftedBy: tutor.model });
  return { exercises: kept, offered: [], canDraft, askedModel: true };
}

/** @returns what the class has; @throws AppError `too.large` when so many more are too many */
async function listWithRoom(db: Db, classId: string, more: number): Promise<MadeRow[]> {
  const before = await listMade(db, classId);
  if (before.length + more <= madeLimits.perClass) return before;
  throw new AppError(
    'too.large',
    `This class has ${before.length} made exercises already. Give it some of those again.`,
  );
}

async function keep(
  { db, clock, exercises: known }: MadeDeps,
  { classId, memberId }: MadeFor,
  {
    request,
    exercises,
    draftedBy,
  }: { request: string; exercises: readonly Exercise[]; draftedBy: string | null },
): Promise<MadeExercise[]> {
  const rows = exercises.map((exercise) => ({ classId, exercise, draftedBy }));
  const at = new Date(clock.now());
  await db.transaction().execute((trx) => insertMade(trx, rows, { request, memberId, at }));
  known.add(rows);
  return rows.map(presentMade);
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
  return (await listMade(db, classId)).map(presentMade);
}

function presentMade({ exercise, draftedBy }: MadeRow): MadeExercise {
  const { id, title, topic, difficulty, task, starter, solution, tests } = exercise;
  return {
    ...{ id, title, topic, difficulty, task, starter, solution, draftedBy },
    tests: tests.length,
    hidden: tests.filter(({ hidden }) => hidden).length,
  };
}
