import type { RunSettings } from '@learnflow/shared';
import type { WorkDeps } from './work-deps.ts';
import { starterFileId } from './starter.ts';
import { listRoomLessonExercises } from './work.store.ts';

/**
 * What an exercise asks for when a program of its room runs: of the exercises the room has opened, the one whose file
 * it is, else the one opened last. Nothing where the room works on none.
 */
export async function findRunSettings(
  { db, courses }: Pick<WorkDeps, 'db'> & { courses: Pick<WorkDeps['courses'], 'find'> },
  roomId: string,
  file: { fileId: string; entry: string },
): Promise<RunSettings> {
  const opened = (await listRoomLessonExercises(db, roomId)).flatMap((id) => {
    const loaded = courses.find(id);
    return loaded ? [loaded.exercise] : [];
  });
  const own = opened.find(({ id, entry }) => file.fileId === starterFileId(id, entry));
  const named = opened.find(({ entry }) => file.entry === entry);
  return (own ?? named ?? opened[0])?.limits ?? {};
}
