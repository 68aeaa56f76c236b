import { randomUUID } from 'node:crypto';
import {
  type ClassModelView,
  type ExercisePolicy,
  type ModelCall,
  type ModelCallView,
  modelLimits,
  modelPolicy,
  type ModelPolicy,
} from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Db, Trx } from '../storage/database.ts';
import {
  approveCalls,
  countQuestions,
  deleteExercisePolicy,
  findClassPolicyRow,
  findPolicies,
  insertCalls,
  listCallRows,
  listExercisePolicies,
  sumTokens,
  unapproveCalls,
  upsertExercisePolicy,
} from './model.store.ts';

/** For whom a model was asked, and about what. */
export interface CallPlace {
  classId: string;
  lessonId: string;
  /** null: about no room, as a draft of an exercise. */
  roomId: string | null;
  memberId: string;
  about: { kind: 'question' | 'alert' | 'exercise'; id: string };
}

/**
 * What a model may do in a room now: what the class allows, with what the exercise does differently. Off where no model
 * is set up.
 * @param model     `Tutor.model`
 * @param exercise  id of what is worked on; absent: no exercise
 */
export async function findModelPolicy(
  db: Db | Trx,
  {
    roomId,
    exercise,
    model,
  }: { roomId: string; exercise?: string | undefined; model: string | null },
): Promise<ModelPolicy> {
  const found = model === null ? undefined : await findPolicies(db, roomId, exercise);
  return modelPolicy.parse({ ...found?.ofClass, ...found?.ofExercise });
}

/**
 * What a model may do for a class as a whole, beside any room. Off where no model is set up.
 * @param model  `Tutor.model`
 */
export async function findClassPolicy(
  db: Db | Trx,
  { classId, model }: { classId: string; model: string | null },
): Promise<ModelPolicy> {
  return modelPolicy.parse(model === null ? {} : ((await findClassPolicyRow(db, classId)) ?? {}));
}

/** What a student has asked of the model in this lesson, and what the class has spent today, in tokens. */
export async function findSpent(
  db: Db | Trx,
  { classId, lessonId, memberId }: Pick<CallPlace, 'classId' | 'lessonId' | 'memberId'>,
  now: number,
): Promise<{ questions: number; tokens: number }> {
  const [questions, tokens] = await Promise.all([
    countQuestions(db, { lessonId, memberId }),
    sumTokens(db, classId, startOfDay(now)),
  ]);
  return { questions, tokens };
}

/** Stores what was said, used or not. In the transaction that stores the answer, so that neither is there alone. */
export async function storeCalls(
  db: Db | Trx,
  place: CallPlace,
  calls: readonly ModelCall[],
  now: number,
): Promise<void> {
  await insertCalls(
    db,
    calls.map((call) => ({
      id: randomUUID(),
      ...{ classroom_id: place.classId, lesson_id: place.lessonId, room_id: place.roomId },
      ...{ member_id: place.memberId, about: place.about.kind, about_id: place.about.id },
      ...{ agent: call.agent, model: call.model, prompt_hash: call.promptHash },
      // Postgres takes no NUL in a text.
      body: call.text.replaceAll('\0', '\ufffd'),
      ...{ tokens_in: call.tokensIn, tokens_out: call.tokensOut, verdict: call.verdict },
      ...{ latency_ms: Math.round(call.latencyMs), tool_runs: call.toolRuns },
      asked_at: new Date(now),
      ...{ approved_by: null, approved_at: null },
    })),
  );
}

/** Notes who of the staff let the text about a question or an alert through. In the transaction that sends it. */
export async function noteApproval(
  db: Db | Trx,
  approval: { aboutId: string; byId: string },
  now: number,
): Promise<void> {
  await approveCalls(db, { ...approval, at: new Date(now) });
}

/** Takes that note back. In the transaction that takes the text back. */
export async function withdrawApproval(db: Db | Trx, aboutId: string): Promise<void> {
  await unapproveCalls(db, aboutId);
}

/** What a teacher sees of the model before setting anything. */
export async function getClassModel(
  { db, clock, model }: { db: Db; clock: Clock; model: string | null },
  classId: string,
): Promise<ClassModelView> {
  const [exercises, tokensToday] = await Promise.all([
    listExercisePolicies(db, classId),
    sumTokens(db, classId, startOfDay(clock.now())),
  ]);
  return { model, exercises, tokensToday };
}

/** @param policy  null: as the class */
export async function setExercisePolicy(
  db: Db,
  of: { classId: string; exercise: string },
  policy: ExercisePolicy | null,
): Promise<void> {
  if (policy === null) await deleteExercisePolicy(db, of);
  else await upsertExercisePolicy(db, of, JSON.stringify(policy));
}

/**
 * What was asked and said in a class, the newest first.
 * @param after  id of the last one of the page before
 */
export async function listModelCalls(
  db: Db,
  classId: string,
  after?: string,
): Promise<ModelCallView[]> {
  const rows = await listCallRows(db, classId, { limit: modelLimits.callsPerPage, after });
  return rows.map((row) => ({
    ...{ id: row.id, lessonId: row.lesson_id, roomId: row.room_id },
    student: { memberId: row.member_id, name: row.name },
    about: { kind: row.about, id: row.about_id },
    ...{ agent: row.agent, model: row.model, promptHash: row.prompt_hash, text: row.body },
    ...{ tokensIn: row.tokens_in, tokensOut: row.tokens_out, latencyMs: row.latency_ms },
    ...{ verdict: row.verdict, toolRuns: row.tool_runs, at: row.asked_at.getTime() },
    approved: row.approved_at === null ? null : { by: row.approver, at: row.approved_at.getTime() },
  }));
}

/** Midnight where the server stands: a school and its server share a clock. */
function startOfDay(now: number): Date {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day;
}
