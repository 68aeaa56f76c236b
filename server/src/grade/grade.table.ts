import type {
  AttemptKind,
  Constraint,
  GradeReport,
  GradeTest,
  RunFile,
  RunSettings,
} from '@learnflow/shared';
import type { ColumnType, Generated } from 'kysely';
import type { Time } from '../account/account.table.ts';

/** jsonb: comes out parsed, goes in as text. */
type Json<T> = ColumnType<T, string, never>;

export interface LessonExerciseTable {
  lesson_id: string;
  exercise: string;
  position: number;
  /** The students it is for; null: everybody. */
  only_for: string[] | null;
}
export interface RoomExerciseTable {
  room_id: string;
  exercise: string;
  opened_at: Time;
}
/** What decides about a verdict. */
export interface JudgedBy {
  entry: string;
  tests: GradeTest[];
  constraints: Constraint[];
  /** Absent in what was stored before exercises had limits. */
  limits?: RunSettings;
}
export interface ExerciseVersionTable {
  version: string;
  exercise: string;
  content: Json<JudgedBy>;
  created_at: Generated<Date>;
}
export interface AttemptTable {
  id: string;
  room_id: string;
  exercise: string;
  version: string;
  kind: AttemptKind;
  member_id: string;
  client_key: string;
  at: Date;
  entry: string;
  files: Json<RunFile[]>;
  /** Names what is judged: version, kind and files. */
  content: string;
  tries: Generated<number>;
  /** The server process that grades it now. */
  claimed_by: ColumnType<string | null, never, string | null>;
  /** When it may be taken up (again): now for new ones, the end of the lease for claimed ones. */
  due_at: Time;
  graded: Generated<boolean>;
}
export interface VerdictTable {
  attempt_id: string;
  report: Json<GradeReport>;
  earned: number;
  possible: number;
  score: number;
  passed: number;
  total: number;
  graded_at: Date;
}
