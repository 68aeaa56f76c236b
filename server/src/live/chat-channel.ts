import { AppError, can, type ChatMessage, mayChat } from '@learnflow/shared';
import { listChat, sendMessage, sendToLesson } from '../chat/chat.service.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { channelOf, type Handlers, type LiveServer } from './live-socket.ts';

/** Reading the history again because somebody wrote meanwhile: after so many tries the next read is good enough. */
const maxReads = 4;

export interface ChatChannelOptions {
  io: LiveServer;
  db: Db;
  access: Pick<Access, 'toRoom' | 'toLesson'>;
}

/** Messages: stored first, then told to the room in the order in which they were stored. */
export class ChatChannel {
  readonly handlers: Handlers<'chat.send' | 'lesson.message'>;
  readonly #options: ChatChannelOptions;
  /** One line per lesson: what is stored first is also told first. */
  readonly #lines = new Map<string, Promise<unknown>>();
  /** How many messages were ever told. */
  #told = 0;

  constructor(options: ChatChannelOptions) {
    this.#options = options;
    const { db, access } = options;
    this.handlers = {
      'chat.send': async (socket, { roomId, clientKey, body }) => {
        const place = await access.toRoom(socket.data.caller, roomId);
        if (!mayChat(place.right)) {
          throw place.lessonState === 'ended'
            ? new AppError('lesson.ended', 'This lesson has ended. Nobody would read this here.')
            : new AppError('forbidden', 'You can write in the room you work in.');
        }
        const { memberId, lessonId } = place;
        return this.#inLine(lessonId, async () => {
          const sent = await sendMessage(db, { roomId, memberId, clientKey, body });
          if (sent.isNew) this.#tell(sent.message);
          return sent.message;
        });
      },
      'lesson.message': async (socket, { lessonId, clientKey, body }) => {
        const { role, memberId } = await access.toLesson(socket.data.caller, lessonId);
        if (!can(role, 'room.visit')) {
          throw new AppError('forbidden', 'Only teachers and tutors write to everybody.');
        }
        return this.#inLine(lessonId, async () => {
          const sent = await sendToLesson(db, lessonId, { memberId, clientKey, body });
          for (const message of sent) this.#tell(message);
          return null;
        });
      },
    };
  }

  /** @returns the newest messages with none told in the meantime missing */
  async history(roomId: string): Promise<ChatMessage[]> {
    for (let reads = 1; ; reads += 1) {
      const told = this.#told;
      const messages = await listChat(this.#options.db, roomId);
      if (told === this.#told || reads === maxReads) return messages;
    }
  }

  #tell(message: ChatMessage): void {
    this.#told += 1;
    this.#options.io.to(channelOf.room(message.roomId)).emit('chat', message);
  }

  #inLine<T>(lessonId: string, job: () => Promise<T>): Promise<T> {
    const done = (this.#lines.get(lessonId) ?? Promise.resolve()).then(job);
    const line = done
      // Whoever asked hears of the failure; the next in line goes on.
      .catch(() => undefined)
      .finally(() => {
        if (this.#lines.get(lessonId) === line) this.#lines.delete(lessonId);
      });
    this.#lines.set(lessonId, line);
    return done;
  }
}
