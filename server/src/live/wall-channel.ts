import { AppError, can, type LessonLive, type WallSnapshot } from '@learnflow/shared';
import type { AlertNews } from '../alert/alert-news.ts';
import { listAlertViews } from '../alert/alert-view.ts';
import type { AskNews } from '../ask/ask-news.ts';
import { listDraftViews } from '../ask/ask-view.ts';
import type { Clock } from '../clock.ts';
import type { Door } from '../lesson/door.port.ts';
import type { Log } from '../log.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { getLessonLive, listBoard } from '../wall/board.service.ts';
import type { WallService } from '../wall/wall.service.ts';
import { channelOf, type Handlers, type LiveServer, type LiveSocket } from './live-socket.ts';
import type { LiveMetrics } from './metrics.ts';
import type { LivePresence } from './presence.ts';

/** A class that comes in at once changes the board once, not thirty times. */
const boardPauseMs = 250;
/** Knocks come and go by themselves, so the list of a locked door is looked at this often. */
const doorEveryMs = 1_000;
/** After so many tries the next read is good enough. */
const maxReads = 4;

export interface WallChannelOptions {
  io: LiveServer;
  db: Db;
  access: Pick<Access, 'toLesson'>;
  door: Pick<Door, 'list'>;
  presence: LivePresence;
  wall: WallService;
  metrics: LiveMetrics;
  alertNews: AlertNews;
  askNews: AskNews;
  clock: Clock;
  log: Log;
}

interface WatchedLesson {
  locked: boolean;
  watching: number;
  boardTimer: NodeJS.Timeout | undefined;
  /** The list of knocks as told last. */
  knocks: string;
}

/** Consoles: the board while a class comes in, the wall of tiles while it works. */
export class WallChannel {
  readonly handlers: Handlers<'wall.watch' | 'wall.unwatch'>;
  readonly #options: WallChannelOptions;
  readonly #lessons = new Map<string, WatchedLesson>();
  readonly #doorTimer: NodeJS.Timeout;
  /** Alerts and drafts. */
  #told = 0;

  constructor(options: WallChannelOptions) {
    this.#options = options;
    this.handlers = {
      'wall.watch': (socket, { lessonId }) => this.#watch(socket, lessonId),
      'wall.unwatch': async (socket, { lessonId }) => {
        await this.unwatch(socket, lessonId);
        return null;
      },
    };
    const { io, metrics, wall } = options;
    options.alertNews.on('alert', () => (this.#told += 1));
    const onDraft = (): number => (this.#told += 1);
    options.askNews.on('draft', onDraft).on('draftsGone', onDraft);
    wall.events.on('batch', ({ lessonId, batch }) => {
      const watching = this.#lessons.get(lessonId)?.watching ?? 0;
      metrics.wallBatches.inc(watching);
      metrics.wallBytes.inc(watching * Buffer.byteLength(JSON.stringify(batch)));
      io.to(channelOf.wall(lessonId)).emit('wall.delta', batch);
    });
    this.#doorTimer = setInterval(() => this.#lookAtDoors(), doorEveryMs);
  }

  close(): void {
    clearInterval(this.#doorTimer);
    for (const lesson of this.#lessons.values()) clearTimeout(lesson.boardTimer);
  }

  async unwatch(socket: LiveSocket, lessonId: string): Promise<void> {
    const place = socket.data.walls.get(lessonId);
    if (!place) return;
    socket.data.walls.delete(lessonId);
    await socket.leave(channelOf.wall(lessonId));
    this.#options.wall.unwatch(lessonId);
    this.#options.presence.update(socket, place);
    const lesson = this.#lessons.get(lessonId);
    if (!lesson) return;
    lesson.watching -= 1;
    if (lesson.watching > 0) return;
    clearTimeout(lesson.boardTimer);
    this.#lessons.delete(lessonId);
  }

  async unwatchAll(socket: LiveSocket): Promise<void> {
    for (const lessonId of [...socket.data.walls.keys()]) await this.unwatch(socket, lessonId);
  }

  /** Sends the board again soon; several changes at once become one. */
  boardChanged(lessonId: string): void {
    const lesson = this.#lessons.get(lessonId);
    if (!lesson) return;
    lesson.boardTimer ??= setTimeout(() => {
      lesson.boardTimer = undefined;
      this.#tellBoard(lessonId).catch((error: unknown) => {
        this.#options.log.error({ err: error, lessonId }, 'board.untold');
      });
    }, boardPauseMs);
  }

  boardsChanged(): void {
    for (const lessonId of this.#lessons.keys()) this.boardChanged(lessonId);
  }

  lessonChanged({ lessonId, locked }: LessonLive): void {
    const lesson = this.#lessons.get(lessonId);
    if (lesson) lesson.locked = locked;
    this.boardChanged(lessonId);
  }

  async #watch(socket: LiveSocket, lessonId: string): Promise<WallSnapshot> {
    const { db, access, door, presence, wall, clock } = this.#options;
    const { role, memberId } = await access.toLesson(socket.data.caller, lessonId);
    if (!can(role, 'class.watch')) {
      throw new AppError('forbidden', 'Only teachers and tutors see the wall.');
    }
    if (!socket.data.walls.has(lessonId)) await wall.open(lessonId);
    const lesson = await getLessonLive(db, lessonId);
    const { alerts, drafts, board } = await this.#read(lessonId);
    // From here on nothing waits: the console joins exactly between two batches.
    const known = this.#lessons.get(lessonId);
    if (!socket.data.walls.has(lessonId)) {
      socket.data.walls.set(lessonId, { lessonId, memberId });
      void socket.join(channelOf.wall(lessonId));
      presence.update(socket, { lessonId, memberId });
      if (known) known.watching += 1;
      else this.#lessons.set(lessonId, newWatchedLesson());
      wall.watch(lessonId);
    }
    const watched = this.#lessons.get(lessonId);
    if (watched) watched.locked = lesson.locked;
    const knocks = door.list(lessonId);
    const tiles = wall.tiles(lessonId);
    return { lesson, board, knocks, tiles, alerts, drafts, now: clock.now() };
  }

  /** Read again when an alert or a draft was told meanwhile: this console has not heard it. */
  async #read(lessonId: string) {
    const { db, presence } = this.#options;
    for (let reads = 1; ; reads += 1) {
      const told = this.#told;
      const alerts = await listAlertViews(db, lessonId);
      const drafts = await listDraftViews(db, lessonId);
      const board = await listBoard(db, lessonId, presence.here(lessonId));
      if (told === this.#told || reads === maxReads) return { alerts, drafts, board };
    }
  }

  async #tellBoard(lessonId: string): Promise<void> {
    const { io, db, door, presence } = this.#options;
    const board = await listBoard(db, lessonId, presence.here(lessonId));
    const knocks = door.list(lessonId);
    const lesson = this.#lessons.get(lessonId);
    if (lesson) lesson.knocks = JSON.stringify(knocks);
    io.to(channelOf.wall(lessonId)).emit('board', { board, knocks });
  }

  #lookAtDoors(): void {
    for (const [lessonId, lesson] of this.#lessons) {
      if (!lesson.locked && lesson.knocks === '[]') continue;
      if (JSON.stringify(this.#options.door.list(lessonId)) !== lesson.knocks) {
        this.boardChanged(lessonId);
      }
    }
  }
}

function newWatchedLesson(): WatchedLesson {
  return { locked: false, watching: 1, boardTimer: undefined, knocks: '[]' };
}
