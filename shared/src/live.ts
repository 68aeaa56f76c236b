/**
 * The socket.io channel at `/live`: what clients ask (each with an acknowledgement) and what the server tells.
 * Everything a client sends is parsed with the schema beside its name; refusals come back in the acknowledgement.
 */
import { z } from 'zod';
import type { AlertView, HintView } from './alert.ts';
import { type DraftView, draftKey, type TurnView } from './ask.ts';
import type { ErrorBody } from './errors.ts';
import { helpLimits, type HelpView } from './explain.ts';
import { liveLimits } from './live-limits.ts';
import type { Hold, PairView } from './pair.ts';
import type { Person } from './person.ts';
import type { RunEnd, RunPicture } from './run.ts';
import type { Tile, TileDelta } from './tile.ts';
import { tutorLimits } from './tutor.ts';
import type { AttemptProgress, AttemptView } from './work.ts';

export const livePath = '/live';

const id = z.uuid();

/** Events from client to server. */
export const liveRequests = {
  /** Staff: follow a lesson's board and wall. → `WallSnapshot` */
  'wall.watch': z.object({ lessonId: id }),
  'wall.unwatch': z.object({ lessonId: id }),
  /** Enter a room's live side. `work`: sits there. `peek` / `coedit`: staff visit, shown to the student. → `RoomSnapshot` */
  'room.enter': z.object({ roomId: id, as: z.enum(['work', 'peek', 'coedit']) }),
  'room.leave': z.object({ roomId: id }),
  /** `clientKey` makes a resend after a cut harmless. → the stored `ChatMessage` */
  'chat.send': z.object({
    roomId: id,
    clientKey: z.string().min(1).max(64),
    body: z.string().trim().min(1).max(liveLimits.chatChars),
  }),
  /** Student: own hand up or down. */
  'hand.set': z.object({
    lessonId: id,
    up: z.boolean(),
    question: z.string().trim().max(liveLimits.questionChars).optional(),
  }),
  /** Staff: put down a student's hand. */
  'hand.clear': z.object({ lessonId: id, memberId: id }),
  /** Staff: a hint for the student an alert is about; it is stored when this is acknowledged. */
  'alert.send': z.object({
    lessonId: id,
    alertId: id,
    text: z.string().trim().min(1).max(liveLimits.hintChars),
    /** The text is a model's draft, as it is or changed: the log says who let it through. */
    fromDraft: z.exactOptional(z.boolean()),
  }),
  /** Staff: somebody goes there. */
  'alert.join': z.object({ lessonId: id, alertId: id }),
  'alert.dismiss': z.object({ lessonId: id, alertId: id }),
  /** Staff: take back what was just done about an alert. */
  'alert.undo': z.object({ lessonId: id, alertId: id }),
  /** Staff: one message into every room of the lesson. */
  'lesson.message': z.object({
    lessonId: id,
    clientKey: z.string().min(1).max(64),
    body: z.string().trim().min(1).max(liveLimits.chatChars),
  }),
  /**
   * Who drives from now on. Staff: any student who sits in the room; null: no driver, everybody types. The driver: hands
   * over to somebody in the room. A navigator: takes over what the driver has offered.
   */
  'pair.drive': z.object({ roomId: id, memberId: id.nullable() }),
  /** In a room with a driver: would like to swap, or not any more. Either one's `wanted: false` ends the question. */
  'pair.swap': z.object({ roomId: id, wanted: z.boolean() }),
  /** Run a file of the room; the server takes the text from its own document. → `{ runId }` */
  'run.start': z.object({ roomId: id, fileId: z.string().min(1).max(64) }),
  'run.input': z.object({ roomId: id, runId: id, text: z.string().max(liveLimits.inputChars) }),
  /** End of input (Ctrl D). */
  'run.eof': z.object({ roomId: id, runId: id }),
  /** Ctrl C: the program may catch it once. */
  'run.interrupt': z.object({ roomId: id, runId: id }),
  'run.stop': z.object({ roomId: id, runId: id }),
  /** One picture of the last run, by its number. → `RunPicture` */
  'run.picture': z.object({ roomId: id, runId: id, n: z.number().int().min(0).max(63) }),
  /** A file the last program wrote becomes a file of the room, or takes the place of the one with its name. → its id */
  'run.open': z.object({
    roomId: id,
    runId: id,
    name: z.string().min(1).max(255),
    replace: z.boolean(),
  }),
  /** Opens the next hint about the last run's error, for the whole room. → `HelpView` */
  'help.hint': z.object({
    roomId: id,
    runId: id,
    level: z.number().int().min(1).max(helpLimits.hints),
  }),
  /** Student: a question to the agents, stored when it is acknowledged; the same key again is the same question. → `TurnView` */
  'ask.send': z.object({
    roomId: id,
    clientKey: z.string().min(1).max(64),
    text: z.string().trim().min(1).max(tutorLimits.questionChars),
  }),
  /** Student: the model need not go on. */
  'ask.stop': z.object({ roomId: id, questionId: id }),
  'ask.rate': z.object({ roomId: id, answerId: id, helpful: z.boolean() }),
  /** Student: own questions in this room and their answers are deleted. */
  'ask.clear': z.object({ roomId: id }),
  /** Staff: a model's draft goes to the student, as it is or changed; it is stored when this is acknowledged. */
  'answer.send': z.object({
    ...draftKey,
    text: z.string().trim().min(1).max(tutorLimits.answerChars),
  }),
  'answer.dismiss': z.object(draftKey),
  /** Staff: take back what was just done about a draft. */
  'answer.undo': z.object(draftKey),
  /** Asks a teacher for the last hint, where they look first, or takes that back. → `HelpView` */
  'help.ask': z.object({ roomId: id, runId: id, wanted: z.boolean() }),
} as const;
export type LiveRequestName = keyof typeof liveRequests;
export type LiveRequest<N extends LiveRequestName> = z.infer<(typeof liveRequests)[N]>;

export interface LiveReplies {
  'wall.watch': WallSnapshot;
  'wall.unwatch': null;
  'room.enter': RoomSnapshot;
  'room.leave': null;
  'chat.send': ChatMessage;
  'hand.set': null;
  'hand.clear': null;
  'alert.send': null;
  'alert.join': null;
  'alert.dismiss': null;
  'alert.undo': null;
  'lesson.message': null;
  'pair.drive': null;
  'pair.swap': null;
  'run.start': { runId: string };
  'run.input': null;
  'run.eof': null;
  'run.interrupt': null;
  'run.stop': null;
  'run.picture': RunPicture;
  'run.open': { fileId: string };
  'help.hint': HelpView;
  'ask.send': TurnView;
  'ask.stop': null;
  'ask.rate': null;
  'ask.clear': null;
  'answer.send': null;
  'answer.dismiss': null;
  'answer.undo': null;
  'help.ask': HelpView;
}
export type LiveAck<T> = { ok: true; value: T } | { ok: false; error: ErrorBody };

export type LessonState = 'open' | 'running' | 'ended';

export interface LessonLive {
  lessonId: string;
  state: LessonState;
  locked: boolean;
  /** Who holds the editors; null: nobody. */
  hold: Hold | null;
}

/** Somebody on the board while a class comes in. */
export interface BoardMember {
  memberId: string;
  name: string;
  ink: number;
  onRoster: boolean;
  here: boolean;
}
export interface DoorKnock {
  knockId: string;
  name: string;
}
export interface WallSnapshot {
  lesson: LessonLive;
  board: BoardMember[];
  knocks: DoorKnock[];
  tiles: Tile[];
  /** Open ones and the last that were settled, the newest first. */
  alerts: AlertView[];
  /** What a model has written and nobody has sent yet, and what became of the last; the newest first. */
  drafts: DraftView[];
  /** Server clock, epoch ms, so that ages do not depend on the console's clock. */
  now: number;
}

export interface ChatMessage {
  id: string;
  roomId: string;
  from: Person;
  body: string;
  at: number;
  clientKey: string;
}

export interface Watcher extends Person {
  mode: 'peek' | 'coedit';
}

/** What the terminal of a room shows; everyone in the room sees the same. */
export interface TerminalView {
  runId: string | null;
  state: 'empty' | 'queued' | 'running' | 'input' | 'ended';
  /** How many runs were made in this room. */
  number: number;
  by: Person | null;
  entry: string;
  startedAt: number;
  /** Place in line while queued. */
  place: number;
  chunks: TerminalChunk[];
  end: RunEnd | null;
  /** What is typed now must not be shown: the room sees dots. */
  secret: boolean;
  /** What the program showed, in its order; the pictures themselves are asked for one by one. */
  pictures: PictureNote[];
  /** Names of files the program wrote and nobody has opened as a tab yet. */
  written: string[];
}
/** `version` grows when a picture is drawn anew in the same place. */
export interface PictureNote extends Pick<RunPicture, 'width' | 'height' | 'alt'> {
  version: number;
}
/**
 * `in`: an answer somebody typed, echoed by the server to everyone. `cut`: output is left out here; its text is the number
 * of characters.
 */
export interface TerminalChunk {
  stream: 'out' | 'err' | 'in' | 'cut';
  text: string;
}

export interface RoomSnapshot {
  roomId: string;
  lesson: LessonLive;
  pair: PairView | null;
  people: Person[];
  watchers: Watcher[];
  chat: ChatMessage[];
  terminal: TerminalView;
  /** What the last run's error means. */
  help: HelpView | null;
  /** Epoch ms; 0 = down. Only for a student, about oneself. */
  handAt: number;
  /** Place among raised hands, 1 = next; 0 = down. */
  handPlace: number;
  /** Hints for oneself in this room, oldest first. */
  hints: HintView[];
  /** Own questions in this room, oldest first. */
  turns: TurnView[];
}

/** Events from server to client. */
export interface ServerToClient {
  'wall.delta': (batch: { deltas: TileDelta[]; added: Tile[]; gone: string[] }) => void;
  board: (change: { board: BoardMember[]; knocks: DoorKnock[] }) => void;
  'lesson.changed': (lesson: LessonLive) => void;
  'room.people': (change: { roomId: string; people: Person[]; watchers: Watcher[] }) => void;
  /** Another driver, a question to swap, or a driver who went away or came back; null: no driver any more. */
  'room.pair': (change: { roomId: string; pair: PairView | null }) => void;
  /** The student now works in another room (paired, unpaired): go there. */
  'room.moved': (change: { roomId: string; because: string }) => void;
  chat: (message: ChatMessage) => void;
  /** Consoles: an alert was raised, or something became of it. */
  alert: (alert: AlertView) => void;
  /** Consoles: alerts may come so late; told every few seconds while it lasts, and 0 when it is over. */
  'alerts.late': (late: { lessonId: string; seconds: number }) => void;
  /** Student: all hints for oneself in a room, after one came or was taken back. */
  hints: (change: { roomId: string; hints: HintView[] }) => void;
  /** Student: own turns that are new or changed; `cleared`: all others are gone. */
  ask: (change: { roomId: string; turns: TurnView[]; cleared: boolean }) => void;
  /** Student: a piece of what a model writes, from this character on. */
  'ask.text': (piece: { roomId: string; questionId: string; from: number; text: string }) => void;
  /** Consoles: a draft was written, or something became of it; `gone`: the student has deleted their questions. */
  draft: (change: { draft: DraftView } | { gone: string[] }) => void;
  hand: (change: { handAt: number; handPlace: number }) => void;
  /** A run began (or was queued): the terminal starts afresh with this view. */
  'run.view': (change: { roomId: string; terminal: TerminalView }) => void;
  'run.output': (change: { roomId: string; runId: string; chunks: TerminalChunk[] }) => void;
  'run.state': (
    change: { roomId: string; runId: string } & Pick<
      TerminalView,
      'state' | 'place' | 'secret' | 'end'
    >,
  ) => void;
  /** Pictures came, or files to offer. */
  'run.shows': (
    change: { roomId: string; runId: string } & Pick<TerminalView, 'pictures' | 'written'>,
  ) => void;
  /** What the error of the run that just ended means, or a hint was opened; null: nothing to explain. */
  help: (change: { roomId: string; help: HelpView | null }) => void;
  /** An attempt was stored, or has its verdict. */
  'work.attempt': (attempt: AttemptView) => void;
  'work.progress': (progress: AttemptProgress) => void;
  /** The teacher changed what the lesson works on, or somebody opened an exercise in this room: ask again. */
  'work.changed': (change: { lessonId: string; roomId: string | null }) => void;
  /** A student: one's own progress; staff: that of a student of the lesson. Ask again. */
  'progress.changed': (change: { classId: string; memberId: string }) => void;
  /** The person was taken out of the class or signed out elsewhere; the sentence says which. */
  'session.over': (change: { code: 'member.removed' | 'session.missing'; message: string }) => void;
}

export type ClientToServer = {
  [N in LiveRequestName]: (
    request: LiveRequest<N>,
    ack: (reply: LiveAck<LiveReplies[N]>) => void,
  ) => void;
};
