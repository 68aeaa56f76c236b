import type { PairView, Role, RoomRight } from '@learnflow/shared';

/** Somebody with a session, as HTTP, live and collaboration sockets know them. */
export interface Caller {
  userId: string;
  sessionId: string;
  kind: 'teacher' | 'student';
  name: string;
}

/** A caller's place in one class. */
export interface Membership {
  classroomId: string;
  memberId: string;
  role: Role;
  name: string;
  ink: number;
}

export interface RoomAccess extends Membership {
  roomId: string;
  lessonId: string;
  ownerId: string;
  epoch: string;
  lessonState: 'open' | 'running' | 'ended';
  /** Staff always write. Students (seated here, or the owner): see `RoomRight`. */
  right: RoomRight;
  /** null: the room has no driver. */
  pair: PairView | null;
  /** The caller's seat is in this room. */
  seated: boolean;
}

/**
 * The one place that decides who reaches what; HTTP routes, `live/` and `collab/` all ask it.
 * Every method throws AppError: `not.found` (also for things of a class one is not in), `forbidden`, `member.removed`.
 */
export interface Access {
  toClass(caller: Caller, classroomId: string): Promise<Membership>;
  toLesson(caller: Caller, lessonId: string): Promise<Membership & { lessonId: string }>;
  toMember(caller: Caller, memberId: string): Promise<Membership & { targetId: string }>;
  toRoom(caller: Caller, roomId: string): Promise<RoomAccess>;
}

/** Reads the session cookie of a request or a websocket handshake. @returns undefined when there is no valid session. */
export type FindCaller = (headers: { cookie?: string | undefined }) => Promise<Caller | undefined>;
