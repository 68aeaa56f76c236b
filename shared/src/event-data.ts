/**
 * What each event says. Facts about one class, in few fields: whoever needs more asks the server. Times are epoch ms.
 * A schema is never changed once it has landed: another meaning is another version of the type.
 */
import { z } from 'zod';
import { liveLimits } from './live-limits.ts';
import { roles } from './roles.ts';
import { runReasons, runTellLimits } from './run.ts';

export const eventLimits = {
  /** Texts that agents write: hints, answers, reasons. */
  textChars: 2_000,
  /** Pastes of one summary; more in a few seconds are not a person. */
  pastes: 20,
  /** Runs an alert points at. */
  evidence: 10,
} as const;

const id = z.uuid();
const at = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const text = z.string().max(eventLimits.textChars);
const exercise = z.string().max(100);
const role = z.enum(roles);
const inLesson = { lessonId: id };
const inRoom = { ...inLesson, roomId: id };
const ofMember = { ...inRoom, memberId: id, role };

/** How far a class may move its thresholds, and where they stand otherwise. */
export const struggleBounds = {
  /** Failed runs with the same error since something worked. */
  sameError: { min: 2, max: 20, usual: 3 },
  /** Failed runs in a row, whatever the errors. */
  failedRuns: { min: 2, max: 30, usual: 5 },
  /** Checked attempts without getting further. */
  wrongAnswers: { min: 2, max: 20, usual: 3 },
  /** Minutes of work on one exercise without getting further. */
  stuckMinutes: { min: 2, max: 60, usual: 10 },
  /** Per cent of a quiz; below it the student is told of. */
  quizBelow: { min: 0, max: 100, usual: 50 },
} as const;
export type StruggleThreshold = keyof typeof struggleBounds;

const threshold = ({ min, max, usual }: { min: number; max: number; usual: number }) =>
  z.number().int().min(min).max(max).default(usual);

/** From which moment on a class wants to hear of a student. */
export const struggleRules = z.object({
  sameError: threshold(struggleBounds.sameError),
  stuckMinutes: threshold(struggleBounds.stuckMinutes),
  failedRuns: threshold(struggleBounds.failedRuns),
  wrongAnswers: threshold(struggleBounds.wrongAnswers),
  quizBelow: threshold(struggleBounds.quizBelow),
  /** Whether words like "I'm stuck" in the chat or beside a raised hand count. */
  saysSo: z.boolean().default(true),
});
export type StruggleRules = z.infer<typeof struggleRules>;

export const lessonOpened = z.object({
  ...inLesson,
  classId: id,
  title: z.string(),
  rules: struggleRules,
});
export const lessonStep = z.object({ ...inLesson, classId: id });
export const rulesChanged = z.object({ ...inLesson, rules: struggleRules });

export const studentJoined = z.object({ ...inRoom, memberId: id, isNew: z.boolean() });
export const studentMoved = z.object({ ...inRoom, memberId: id });
/** `lessonId` null: no lesson of the class was open. */
export const studentRemoved = z.object({ memberId: id, classId: id, lessonId: id.nullable() });

export const exerciseOpened = z.object({ ...ofMember, exercise });
/** A teacher gave exercises: to these students, or to everybody in the class (null). */
export const exerciseAssigned = z.object({
  ...inLesson,
  exercises: z.array(exercise).min(1).max(40),
  memberIds: z.array(id).nullable(),
  byId: id,
});
export const runFinished = z.object({
  ...ofMember,
  runId: id,
  /** The exercise the room worked on; null in free work. */
  exercise: exercise.nullable(),
  entry: z.string().max(255),
  /** When it began: the room's history at this moment is the program that ran. */
  startedAt: at,
  reason: z.enum(runReasons),
  /** In a few words, as on the wall. */
  label: z.string().max(runTellLimits.typeChars),
  /** What two failures must share to be the same trouble; null: the run says nothing about the program, or it worked. */
  failure: z.string().max(runTellLimits.typeChars).nullable(),
  exitCode: z.number().int().nullable(),
  durationMs: count,
  error: z.exactOptional(
    z.object({
      type: z.string().max(runTellLimits.typeChars),
      message: z.string().max(runTellLimits.messageChars),
      line: z.exactOptional(z.number().int().positive()),
      /** The failing line as it was run. */
      text: z.exactOptional(z.string().max(runTellLimits.textChars)),
    }),
  ),
});
export const attemptSubmitted = z.object({
  ...ofMember,
  attemptId: id,
  exercise,
  kind: z.enum(['check', 'submit']),
});
/** Counts only: no event can hold what a hidden test asks. */
export const attemptGraded = z.object({
  ...attemptSubmitted.shape,
  /** Students who worked on it in the same room; absent: it was nobody else. */
  partners: z.exactOptional(z.array(id).max(9)),
  passed: count,
  total: count,
  score: z.number().min(0).max(100),
});
/** How well the code of an attempt reads, beside what its tests say; see docs/agents.md for the formula. */
export const attemptReviewed = z.object({
  ...ofMember,
  attemptId: id,
  exercise,
  quality: z.number().min(0).max(100),
  score: z.number().min(0).max(100),
});
export const quizFinished = z.object({ ...ofMember, quiz: z.string().max(100), score: count });
export const activitySummary = z.object({
  ...inRoom,
  memberId: id,
  from: at,
  to: at,
  edits: count,
  /** Characters of each. */
  pastes: z.array(count).max(eventLimits.pastes),
  idleSeconds: count,
  file: z.string().max(64).nullable(),
  line: z.number().int().positive().nullable(),
});

export const handRaised = z.object({
  ...inRoom,
  memberId: id,
  question: z.string().max(liveLimits.questionChars),
});
export const handLowered = z.object({ ...inRoom, memberId: id });
export const chatSent = z.object({
  ...ofMember,
  messageId: z.string(),
  body: z.string().max(liveLimits.chatChars),
});
export const hintSent = z.object({
  ...inRoom,
  memberId: id,
  hintId: id,
  alertId: id.nullable(),
  byId: id,
  text,
});
export const hintWithdrawn = z.object({
  ...inRoom,
  memberId: id,
  hintId: id,
  alertId: id.nullable(),
});

export const alertRules = [
  'same_error',
  'stuck',
  'quiz',
  'says_so',
  'failed_runs',
  'wrong_answers',
  /** Not a rule: the student asks for the last hint, which a teacher looks at first. */
  'hint_asked',
] as const;
export type AlertRule = (typeof alertRules)[number];
export const severities = ['low', 'medium', 'high'] as const;
export type Severity = (typeof severities)[number];

/** A run that an alert rests on; the room's history at `at` is the program as it was. */
export const evidenceRun = z.object({
  runId: id,
  at,
  /** In a few words, as on the wall. */
  label: z.string().max(runTellLimits.typeChars),
  line: z.number().int().positive().nullable(),
});
export type EvidenceRun = z.infer<typeof evidenceRun>;

/** The first three names are those of the design documents. */
export const alertRaised = z.object({
  user_id: id,
  topic: exercise,
  error_count: count,
  ...inRoom,
  alertId: id,
  exercise: exercise.nullable(),
  rule: z.enum(alertRules),
  severity: z.enum(severities),
  reason: text,
  hint: text,
  line: z.number().int().positive().nullable(),
  lineText: z.string().max(runTellLimits.textChars),
  runs: z.array(evidenceRun).max(eventLimits.evidence),
});
/** `fixed`: the student got further; `ended`: the lesson is over; the others: what somebody of the staff did. */
export const alertSettled = z.object({
  ...inLesson,
  alertId: id,
  memberId: id,
  how: z.enum(['fixed', 'ended', 'sent', 'joined', 'dismissed', 'reopened']),
  byId: id.nullable(),
});
/** Idle, not started and struggling are three different things. */
export const signals = ['not_started', 'working', 'idle', 'struggling', 'finished'] as const;
export type Signal = (typeof signals)[number];
export const signalChanged = z.object({
  ...inLesson,
  memberId: id,
  signal: z.enum(signals),
  since: at,
});

// ---- contracts of the design documents: questions, answers and progress ----------------------------------------------
/** Which stored question of which room it is; absent: it came over the agents' own door. */
const ofQuestion = { ...inRoom, questionId: id };
export const questionAsked = z.object({
  user_id: id,
  query: text.min(1),
  asked: z.exactOptional(z.object(ofQuestion)),
  /** Why it was routed here. */
  reason: z.exactOptional(text),
  context: z.exactOptional(
    z.object({ module: z.string().max(100), level: z.string().max(40) }).partial(),
  ),
});
export const answerGiven = z.object({
  user_id: id,
  asked: z.exactOptional(z.object(ofQuestion)),
  /** What it was about; `model`: a machine wrote it. */
  topic: z.exactOptional(z.string().max(60)),
  by: z.exactOptional(z.enum(['rules', 'model'])),
  agent: z.string().max(40),
  response: z.string().max(8_000),
  next_steps: z.array(text).max(10),
});
export const progressRequest = z.object({ user_id: id });
export const progressUpdate = z.object({
  user_id: id,
  topic: z.string().max(100),
  mastery: z.number().min(0).max(100),
  streak: count,
});
