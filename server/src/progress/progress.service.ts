import {
  type ClassProgress,
  AppError,
  levelOfBand,
  masterySum,
  type ProgressFigures,
  type ProgressTime,
  type Question,
  type StudentProgress,
} from '@learnflow/shared';
import { listStates, readStates } from '../bus/agent-state.store.ts';
import type { Agents } from '../bus/agent.port.ts';
import type { Clock } from '../clock.ts';
import type { Courses } from '../course/courses.ts';
import type { Db } from '../storage/database.ts';
import { catalogOf } from './catalog.ts';
import {
  findProgressClass,
  findStudent,
  listPlaces,
  listStudents,
  type ProgressClass,
  type ProgressMember,
} from './progress.store.ts';

export interface ProgressDeps {
  db: Db;
  agents: Pick<Agents, 'progress' | 'viewProgress'>;
  courses: Pick<Courses, 'all' | 'find'>;
  clock: Clock;
}
const exercisesKey = 'exercise';

/** @returns every student of a class with every topic. @throws AppError `not.found` */
export async function getClassProgress(
  deps: ProgressDeps,
  classId: string,
): Promise<ClassProgress> {
  const { db } = deps;
  const found = await findProgressClass(db, classId);
  if (!found) throw new AppError('not.found', 'There is no such class any more. Reload the page.');
  const members = await listStudents(db, classId);
  const view = await viewerOf(deps, found, members);
  const students = members.map((member) => presentStudent(member, found, view(member.memberId)));
  return { classId, name: found.name, students };
}

/** @returns one's own progress in each class one is a student of, the newest class first */
export async function listOwnProgress(
  deps: ProgressDeps,
  userId: string,
): Promise<StudentProgress[]> {
  const places = await listPlaces(deps.db, userId);
  const found = places.map((place) => getProgress(deps, place));
  return (await Promise.all(found)).flatMap((one) => one ?? []);
}

/** @returns undefined for staff, and for somebody who was taken out */
export async function findProgress(
  deps: ProgressDeps,
  memberId: string,
): Promise<StudentProgress | undefined> {
  const student = await findStudent(deps.db, memberId);
  return student && getProgress(deps, student);
}

/** @returns what an answer to a student can rest on, and how deep it may go at this topic */
export async function progressForQuestion(
  deps: ProgressDeps,
  memberId: string,
  topic?: string,
): Promise<Pick<Question, 'level' | 'progress' | 'next'>> {
  const found = await findProgress(deps, memberId);
  if (!found) return { level: 'beginner' };
  const topics = found.modules.flatMap((module) => module.topics);
  const asked = topics.find((each) => each.topic === topic);
  return {
    level: levelOfBand(asked?.band ?? null),
    progress: topics.flatMap(({ topic: name, mastery, band, parts }) =>
      mastery === null || band === null
        ? []
        : [{ topic: name, mastery, band, sum: masterySum(parts) }],
    ),
    ...(found.next ? { next: found.next } : {}),
  };
}

async function getProgress(
  deps: ProgressDeps,
  member: ProgressMember & { classId: string },
): Promise<StudentProgress | undefined> {
  const found = await findProgressClass(deps.db, member.classId);
  if (!found) return undefined;
  const view = await viewerOf(deps, found, [member]);
  return presentStudent(member, found, view(member.memberId));
}

function presentStudent(
  { memberId, name }: ProgressMember,
  { id: classId, name: className }: ProgressClass,
  figures: ProgressFigures,
): StudentProgress {
  return { memberId, name, classId, className, ...figures };
}

/** Reads what the agent knows of these students and of exercises, once for all of them. */
async function viewerOf(
  { db, agents, courses, clock }: ProgressDeps,
  found: ProgressClass,
  members: readonly ProgressMember[],
): Promise<(memberId: string) => ProgressFigures> {
  const { progress, viewProgress } = agents;
  const ids = members.map(({ memberId }) => memberId);
  const own = await readStates(db, progress.name, ids);
  const exercises = await listStates(db, progress.name, exercisesKey);
  const stored: [string, unknown][] = [
    ...ids.map((id, at): [string, unknown] => [id, own[at]]),
    ...exercises.map(({ key, state }): [string, unknown] => [key, state]),
  ];
  const states = new Map(
    stored
      .filter(([, state]) => state !== null)
      .map(([key, state]) => [key, progress.state.parse(state)]),
  );
  const time = timeOf(found, clock.now());
  return (memberId) => {
    const own = found.exercises.filter(({ onlyFor }) => onlyFor?.includes(memberId) ?? true);
    return viewProgress(states, memberId, catalogOf(courses, found, own), time);
  };
}

const serverTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function timeOf({ timeZone, lessons }: ProgressClass, now: number): ProgressTime {
  return { now, timeZone: timeZone ?? serverTimeZone, lessons };
}
