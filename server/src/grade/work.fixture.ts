import { fileFields, filesKey } from '@learnflow/shared';
import { Registry } from 'prom-client';
import * as Y from 'yjs';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createClassEvents } from '../classroom/class-events.ts';
import type { Documents } from '../collab/collab.port.ts';
import { createCollab } from '../collab/collab.ts';
import type { LoadedExercise } from '../course/read-course.ts';
import { silentLog } from '../log.ts';
import { createAccess } from '../room/access.service.ts';
import type { Db } from '../storage/database.ts';
import { GradingWorker, type GradingWorkerOptions } from './grading-worker.ts';
import { anExercise, coursesOf, RuleGrader } from './rule-grader.fixture.ts';
import type { WorkDeps } from './work-deps.ts';
import { replaceLessonExercises } from './work.store.ts';

/** A class whose lesson works on `exercises`, with real documents and a worker of its own. */
export interface WorkWorld extends SmallClass {
  deps: WorkDeps;
  documents: Documents;
  worker: GradingWorker;
  grader: RuleGrader;
  close(): Promise<void>;
}

export async function aWorkWorld(
  db: Db,
  {
    exercises = [anExercise()],
    grader = new RuleGrader(),
    ...options
  }: { exercises?: LoadedExercise[]; grader?: RuleGrader } & Partial<
    Pick<GradingWorkerOptions, 'clock' | 'onStep'>
  > = {},
): Promise<WorkWorld> {
  const people = await aSmallClass(db);
  const ids = exercises.map(({ exercise }) => exercise.id);
  await db.transaction().execute((trx) => replaceLessonExercises(trx, people.lessonId, ids));
  const clock = options.clock ?? { now: () => Date.now() };
  const access = createAccess({ db });
  const courses = coursesOf(...exercises);
  const log = silentLog;
  const collab = createCollab({
    ...{ db, access, clock, log, registry: new Registry() },
    findCaller: () => Promise.resolve(undefined),
    isAllowedOrigin: () => true,
  });
  const worker = new GradingWorker({ db, grader, courses, log, ...options, clock });
  worker.start();
  const { documents } = collab;
  return {
    ...people,
    documents,
    grader,
    worker,
    deps: {
      ...{ db, access, documents, courses, worker, clock },
      rate: { take: () => undefined },
      events: createClassEvents(),
    },
    close: async () => {
      await worker.close();
      await collab.close();
    },
  };
}

/** Replaces the text of a file of the room, as typing does. */
export async function write(
  { deps }: Pick<WorkWorld, 'deps'>,
  roomId: string,
  fileId: string,
  text: string,
): Promise<void> {
  await deps.documents.change(roomId, { memberId: null, kind: 'typed' }, (doc) => {
    const file = doc.getMap<Y.Map<unknown>>(filesKey).get(fileId);
    const content = file?.get(fileFields.text);
    if (!(content instanceof Y.Text)) return;
    content.delete(0, content.length);
    content.insert(0, text);
  });
}
