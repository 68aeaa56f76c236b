import { AppError, can } from '@learnflow/shared';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { type Hand, handDown, listHandPlaces, lowerHand, raiseHand } from '../wall/hand.service.ts';
import { channelOf, type Handlers, type LiveServer } from './live-socket.ts';

export interface HandChannelOptions {
  io: LiveServer;
  db: Db;
  access: Pick<Access, 'toLesson'>;
  events: ClassEvents;
  clock: Clock;
}

/** Raised hands and their places in line. */
export class HandChannel {
  readonly handlers: Handlers<'hand.set' | 'hand.clear'>;
  readonly #options: HandChannelOptions;
  /** What students were told last, per lesson, so that only those hear whose place changed. */
  readonly #told = new Map<string, Map<string, Hand>>();

  constructor(options: HandChannelOptions) {
    this.#options = options;
    const { db, access, events, clock } = options;
    this.handlers = {
      'hand.set': async (socket, { lessonId, up, question }) => {
        const { role, memberId } = await access.toLesson(socket.data.caller, lessonId);
        if (!can(role, 'hand.raise')) {
          throw new AppError('forbidden', 'Only students raise a hand.');
        }
        const seat = { lessonId, memberId };
        if (up) await raiseHand(db, seat, question ?? '', clock.now());
        else await lowerHand(db, seat, clock.now());
        events.emit('hand.changed', seat);
        return null;
      },
      'hand.clear': async (socket, { lessonId, memberId }) => {
        const { role } = await access.toLesson(socket.data.caller, lessonId);
        if (!can(role, 'hand.clear')) {
          throw new AppError('forbidden', 'Only teachers and tutors put down a hand.');
        }
        await lowerHand(db, { lessonId, memberId }, clock.now());
        events.emit('hand.changed', { lessonId, memberId });
        return null;
      },
    };
  }

  async of(lessonId: string, memberId: string): Promise<Hand> {
    return (await listHandPlaces(this.#options.db, lessonId)).get(memberId) ?? handDown;
  }

  /** Reads the line anew and tells everybody whose place is another one than before. */
  async refresh(lessonId: string): Promise<void> {
    const { io, db } = this.#options;
    const hands = await listHandPlaces(db, lessonId);
    const told = this.#told.get(lessonId) ?? new Map<string, Hand>();
    for (const memberId of new Set([...told.keys(), ...hands.keys()])) {
      const hand = hands.get(memberId) ?? handDown;
      const before = told.get(memberId) ?? handDown;
      if (hand.handAt === before.handAt && hand.handPlace === before.handPlace) continue;
      io.to(channelOf.member(lessonId, memberId)).emit('hand', hand);
    }
    if (hands.size > 0) this.#told.set(lessonId, hands);
    else this.#told.delete(lessonId);
  }
}
