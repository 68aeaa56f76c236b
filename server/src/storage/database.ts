import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { SessionTable, SetupLinkTable, UserTable } from '../account/account.table.ts';
import type { AlertTable, HintTable } from '../alert/alert.table.ts';
import type {
  AgentStateTable,
  DeadLetterTable,
  OutboxKeyTable,
  OutboxTable,
  ProcessedEventTable,
} from '../bus/bus.table.ts';
import type { AnswerTable, QuestionTable } from '../ask/question.table.ts';
import type { ChatMessageTable } from '../chat/chat.table.ts';
import type { ClassMemberTable, ClassroomTable } from '../classroom/classroom.table.ts';
import type {
  AttemptTable,
  ExerciseVersionTable,
  LessonExerciseTable,
  RoomExerciseTable,
  VerdictTable,
} from '../grade/grade.table.ts';
import type { RoomHelpTable } from '../help/help.table.ts';
import type { QuizAnswerTable, QuizTryTable } from '../quiz/quiz.table.ts';
import type { MadeExerciseTable, NoticeTable } from '../made/made.table.ts';
import type { AttemptReviewTable } from '../review/review.table.ts';
import type { LessonTable, SeatTable } from '../lesson/lesson.table.ts';
import type { ExerciseModelPolicyTable, ModelCallTable } from '../model/model.table.ts';
import type {
  HandRaiseTable,
  RoomDamageTable,
  RoomSnapshotTable,
  RoomTable,
  RoomUpdateTable,
  RoomVisitTable,
} from '../room/room.table.ts';
import type { ServerRunTable } from '../collab/server-run.table.ts';
import type { RunTable } from '../run/run.table.ts';

export interface Tables {
  user: UserTable;
  session: SessionTable;
  setup_link: SetupLinkTable;
  classroom: ClassroomTable;
  class_member: ClassMemberTable;
  lesson: LessonTable;
  seat: SeatTable;
  room: RoomTable;
  room_update: RoomUpdateTable;
  room_snapshot: RoomSnapshotTable;
  server_run: ServerRunTable;
  room_visit: RoomVisitTable;
  room_damage: RoomDamageTable;
  hand_raise: HandRaiseTable;
  chat_message: ChatMessageTable;
  run: RunTable;
  lesson_exercise: LessonExerciseTable;
  room_exercise: RoomExerciseTable;
  exercise_version: ExerciseVersionTable;
  attempt: AttemptTable;
  verdict: VerdictTable;
  quiz_try: QuizTryTable;
  quiz_answer: QuizAnswerTable;
  outbox: OutboxTable;
  outbox_key: OutboxKeyTable;
  processed_event: ProcessedEventTable;
  dead_letter: DeadLetterTable;
  agent_state: AgentStateTable;
  alert: AlertTable;
  hint: HintTable;
  made_exercise: MadeExerciseTable;
  notice: NoticeTable;
  attempt_review: AttemptReviewTable;
  exercise_model_policy: ExerciseModelPolicyTable;
  model_call: ModelCallTable;
  room_help: RoomHelpTable;
  question: QuestionTable;
  answer: AnswerTable;
}
export type Db = Kysely<Tables>;
/** A handle that is certainly inside a transaction. */
export type Trx = Transaction<Tables>;

export interface OpenDatabase {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Connections of one server; a class of 30 needs few, because rooms group their inserts. */
const maxConnections = 16;

/**
 * What this code counts on, whatever a database's own defaults are: whoever waits for a locked row sees what the one
 * before has done, and times are written as the driver reads them.
 */
const sessionDefaults = `set default_transaction_isolation to 'read committed'; set datestyle to 'ISO'`;

/**
 * @param url      postgres:// address
 * @param onError  called when an idle connection breaks (the database went away); without it Node would exit
 */
export function openDatabase(url: string, onError: (error: Error) => void): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
  });
  // After the good-bye the database may still say that it stops.
  let isClosed = false;
  const report = (error: Error): void => {
    if (!isClosed) onError(error);
  };
  pool.on('error', report);
  // A connection that breaks while it is in use is not the pool's to report.
  pool.on('connect', (client) => {
    client.on('error', report);
    client.query(sessionDefaults).catch(report);
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = (): Promise<void> => {
    isClosed = true;
    return db.destroy();
  };
  return { db, pool, close };
}
