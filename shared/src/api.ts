/**
 * The HTTP API under `/api`: bodies, answers and their bounds. Failures are `{ error: ErrorBody }`.
 * The session travels in a httpOnly cookie; no token ever appears in an address.
 */
import { z } from 'zod';
import { struggleRules, type StruggleRules } from './event-data.ts';
import type { LessonState } from './live.ts';
import type { Hold, PairView } from './pair.ts';
import type { RoomRight, Role } from './roles.ts';
import { modelPolicy, type ModelPolicy } from './tutor.ts';
import { lessonExercisesBody } from './work.ts';
import { runSettings, type RunSettings } from './run-limits.ts';

export const apiLimits = {
  nameChars: 40,
  classNameChars: 60,
  passphraseMin: 8,
  passphraseMax: 128,
  rosterNames: 500,
  /** JSON bodies; the largest is a pasted roster. */
  bodyBytes: 64 * 1024,
  classSize: 200,
} as const;

const id = z.uuid();
// Control and direction characters in a name would garble the board and the logs.
const noControls = /^[^\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$/;
export const personName = z
  .string()
  .trim()
  .min(1, 'Type the name your teacher knows you by.')
  .max(apiLimits.nameChars, `A name can have up to ${apiLimits.nameChars} characters.`)
  .regex(noControls, 'A name can have letters, numbers and signs on one line.');
const passphrase = z
  .string()
  .min(
    apiLimits.passphraseMin,
    `A passphrase needs at least ${apiLimits.passphraseMin} characters.`,
  )
  .max(
    apiLimits.passphraseMax,
    `A passphrase can have up to ${apiLimits.passphraseMax} characters.`,
  );
const joinCode = z.string().max(20);

// ---- who am I --------------------------------------------------------------
export interface Me {
  /** null when nobody is signed in on this device. */
  user: { name: string; kind: 'teacher' | 'student' } | null;
  /** No teacher exists yet: the one-time link is in the server's terminal. */
  needsSetup: boolean;
  /** True when more than one teacher has an account, so that signing in needs the name too. */
  asksName: boolean;
  /** Where other devices on the network reach this server, e.g. `http://192.0.2.7:4000`; null when only this machine can. */
  address: string | null;
  /** Rooms this device can go back to with one click. */
  rejoin: {
    lessonId: string;
    roomId: string;
    className: string;
    name: string;
    ink: number;
    leftAt: number;
  }[];
}

// ---- teachers --------------------------------------------------------------
export const setupBody = z.object({ token: z.string().max(200), name: personName, passphrase });
export const signInBody = z.object({
  name: personName.optional(),
  passphrase: z.string().max(200),
});
/** The demo teacher's one-time link; only a server started with the demo accepts it. */
export const demoSignInBody = z.object({ token: z.string().max(200) });

// ---- joining ---------------------------------------------------------------
export interface DoorView {
  lessonId: string;
  code: string;
  className: string;
  title: string;
  teacher: string;
  here: number;
  max: number;
  /** Names to pick from; empty when the class has no roster. `taken`: needs the two-word secret from another device. */
  roster: { memberId: string; name: string; taken: boolean }[];
  /** This device already belongs to somebody of the class. */
  rejoin: { name: string; roomId: string } | null;
}
export const joinBody = z
  .object({
    code: joinCode,
    name: personName.optional(),
    memberId: id.optional(),
    /** Two words, for somebody who comes back on another device. */
    secret: z.string().trim().max(60).optional(),
    /** Given by an earlier `door.locked` answer; the door may have been opened since. */
    knockId: id.optional(),
  })
  .refine((body) => body.name !== undefined || body.memberId !== undefined, {
    message: 'Type the name your teacher knows you by.',
  });
export interface JoinReply {
  lessonId: string;
  roomId: string;
  memberId: string;
  name: string;
  /** Shown once: lets this student come back on another device. null for somebody who already has one. */
  secret: string | null;
}

// ---- classes and lessons ---------------------------------------------------
export interface ClassView {
  id: string;
  name: string;
  students: number;
  /** How many students the class has room for. */
  maxMembers?: number;
  /** What of programs' limits differs from the standard. */
  runLimits?: RunSettings;
  /** From when on the class wants to hear of a student. */
  struggleRules?: Partial<StruggleRules>;
  /** In which days begin; null: that of the server. */
  timeZone?: string | null;
  /** Whether a teacher looks first before the last hint opens. */
  looksFirst?: boolean;
  /** Whether and for what a language model helps; its rules hold only while `model` is set up on the server. */
  modelPolicy?: ModelPolicy;
  lessons: LessonSummary[];
}
export interface LessonSummary {
  id: string;
  title: string;
  state: LessonState;
  code: string;
  openedAt: number;
}
export const openLessonBody = z.object({
  /** Absent: a new class is made, named `className` or "My class". */
  classId: id.optional(),
  className: z.string().trim().min(1).max(apiLimits.classNameChars).optional(),
  title: z.string().trim().min(1).max(apiLimits.classNameChars).optional(),
  /** Go on with the rooms of an earlier lesson of the class; their code is where it was left. */
  continueLessonId: id.optional(),
  /** `pairs`: students are put together two by two in the order they arrive. */
  work: z.enum(['alone', 'pairs']).default('alone'),
  /** What the lesson works on, in this order; absent: free work, or as it was for an earlier lesson. */
  exercises: lessonExercisesBody.shape.exercises.optional(),
});
export const lockBody = z.object({ locked: z.boolean() });
/** `held`: nobody but staff types until the editors are let go again. */
export const holdBody = z.object({ held: z.boolean() });
export const workBody = z.object({ work: z.enum(['alone', 'pairs']) });
export const admitBody = z.object({ knockId: id });
export const pairBody = z.object({ memberIds: z.array(id).min(2).max(4) });
export const unpairBody = z.object({ memberId: id });
export const rosterBody = z.object({
  names: z.array(z.string().max(200)).max(apiLimits.rosterNames),
});
export interface RosterReply {
  added: number;
  /** Names already there, and lines that cannot be a name, with the reason. */
  skipped: { name: string; why: string }[];
}
export const classBody = z.object({
  name: z.string().trim().min(1).max(apiLimits.classNameChars).optional(),
  maxMembers: z.number().int().min(1).max(apiLimits.classSize).optional(),
  /** All of them at once; what is left out goes back to the standard. */
  runLimits: runSettings.optional(),
  /** From when on the class wants to hear of a student; what is left out goes back to the standard. */
  struggleRules: struggleRules.partial().optional(),
  /** Whether a teacher looks first before the last hint opens. */
  looksFirst: z.boolean().optional(),
  /** Whether and for what a language model helps; what is left out goes back to the standard. */
  modelPolicy: modelPolicy.optional(),
  /** In which days begin, for streaks; null: that of the server. */
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'Write a time zone as Europe/Berlin or America/New_York.')
    .nullable()
    .optional(),
});

/** Names of places only: what an offset means changes twice a year. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export interface LessonView {
  id: string;
  classId: string;
  className: string;
  title: string;
  code: string;
  state: LessonState;
  locked: boolean;
  /** Who holds the editors; null: nobody. */
  hold: Hold | null;
  work: 'alone' | 'pairs';
  max: number;
  openedAt: number;
  startedAt: number | null;
  teacher: string;
  /** The caller's role in the class. */
  role: Role;
}
export interface MemberView {
  id: string;
  name: string;
  role: Role;
  ink: number;
  onRoster: boolean;
  joined: boolean;
}

/** What somebody needs to open a room. */
export interface RoomView {
  id: string;
  lesson: LessonView;
  /** The student whose room it is. */
  owner: { memberId: string; name: string };
  me: { memberId: string; name: string; role: Role; ink: string };
  right: RoomRight;
  /** null: the room has no driver, everybody in it may type. */
  pair: PairView | null;
  /** Whether the caller's seat is here (false: own room left behind by pairing, or a staff visit). */
  seated: boolean;
  /** Changes when the document was replaced; a browser copy from another epoch must be dropped. */
  epoch: string;
}

/** An event that somebody could not take. */
export interface DeadLetterView {
  id: string;
  /** Who could not: an agent, or `relay` when it could not be read at all. */
  consumer: string;
  eventId: string;
  type: string;
  reason: string;
  tries: number;
  at: number;
}
