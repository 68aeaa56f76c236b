import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as createClassroom from './migrations/20261120_1400_create_classroom.ts';
import * as addHistoryMarks from './migrations/20261125_0330_add_history_marks.ts';
import * as addHoldAndDriver from './migrations/20261125_0339_add_hold_and_driver.ts';
import * as createWork from './migrations/20261125_0340_create_work.ts';
import * as addRunDetail from './migrations/20261125_0425_add_run_detail.ts';
import * as addUpdateEdits from './migrations/20261125_0430_add_update_edits.ts';
import * as addSeatAlone from './migrations/20261125_0458_add_seat_alone.ts';
import * as addRunLimits from './migrations/20261125_0506_add_run_limits.ts';
import * as createServerRun from './migrations/20261125_0526_create_server_run.ts';
import * as createStream from './migrations/20261128_0910_create_stream.ts';
import * as createAlert from './migrations/20261128_1022_create_alert.ts';
import * as createModel from './migrations/20261128_1310_create_model.ts';
import * as createRoomHelp from './migrations/20261128_1340_create_room_help.ts';
import * as createQuestion from './migrations/20261128_1345_create_question.ts';
import * as createQuiz from './migrations/20261128_1330_create_quiz.ts';
import * as createMadeExercise from './migrations/20261128_1350_create_made_exercise.ts';
import * as createAttemptReview from './migrations/20261128_1400_create_attempt_review.ts';
import * as addAlertDraft from './migrations/20261128_1410_add_alert_draft.ts';
import * as addMadeDraft from './migrations/20261128_1430_add_made_draft.ts';

/** Forward only; a migration is never edited once it has landed. */
const migrations: Record<string, Migration> = {
  '20261120_1400_create_classroom': createClassroom,
  '20261125_0330_add_history_marks': addHistoryMarks,
  '20261125_0339_add_hold_and_driver': addHoldAndDriver,
  '20261125_0340_create_work': createWork,
  '20261125_0425_add_run_detail': addRunDetail,
  '20261125_0430_add_update_edits': addUpdateEdits,
  '20261125_0458_add_seat_alone': addSeatAlone,
  '20261125_0506_add_run_limits': addRunLimits,
  '20261125_0526_create_server_run': createServerRun,
  '20261128_0910_create_stream': createStream,
  '20261128_1022_create_alert': createAlert,
  '20261128_1310_create_model': createModel,
  '20261128_1340_create_room_help': createRoomHelp,
  '20261128_1345_create_question': createQuestion,
  '20261128_1330_create_quiz': createQuiz,
  '20261128_1350_create_made_exercise': createMadeExercise,
  '20261128_1400_create_attempt_review': createAttemptReview,
  '20261128_1410_add_alert_draft': addAlertDraft,
  '20261128_1430_add_made_draft': addMadeDraft,
};

/** Names of all migrations, in order. */
export const knownMigrations: readonly string[] = Object.keys(migrations).sort();

/**
 * Brings the schema up to date; several servers starting at once take turns (kysely holds an advisory lock).
 * @param last  name of the last migration, for a schema of earlier times; absent: today's
 */
export async function migrate<T>(db: Kysely<T>, last?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await (last === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(last));
  if (error) throw error instanceof Error ? error : new Error('Migration failed', { cause: error });
}
