import { AppError } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import { SignInCheck } from '../collab/sign-in-check.ts';
import type { Log } from '../log.ts';
import type { Access, FindCaller } from '../room/access.port.ts';
import type { LiveServer, LiveSocket } from './live-socket.ts';

/** A session found valid is believed this long when the socket asks for something. */
const believeMs = 5_000;
/** Quiet sockets are looked up this often, all with one question; services tell at once, this finds what they do not. */
const quietCheckMs = 3_000;
const signedOut = 'You are signed out on this device. Sign in again to go on.';

export interface SessionCheckOptions {
  io: LiveServer;
  findCaller: FindCaller;
  access: Pick<Access, 'toRoom' | 'toLesson'>;
  /** Which of these sign-ins are over. */
  listEnded: (sessionIds: readonly string[]) => Promise<Set<string>>;
  clock: Clock;
  log: Log;
}

/** Keeps asking whether open sockets still belong to somebody who is signed in and in the class. */
export class SessionCheck {
  readonly #options: SessionCheckOptions;
  readonly #quiet: SignInCheck;

  constructor(options: SessionCheckOptions) {
    this.#options = options;
    const { io, listEnded, log } = options;
    this.#quiet = new SignInCheck({
      ...{ everyMs: quietCheckMs, listEnded, log },
      connections: () =>
        [...io.sockets.sockets.values()].map((socket) => ({
          caller: socket.data.caller,
          close: () => this.end(socket, 'session.missing', signedOut),
        })),
    });
  }

  close(): void {
    this.#quiet.close();
  }

  /** @returns whether the socket's session holds; it is closed when it does not */
  async isSignedIn(socket: LiveSocket): Promise<boolean> {
    if (this.#options.clock.now() - socket.data.checkedAt < believeMs) return socket.connected;
    return this.#check(socket);
  }

  /**
   * Looks again, now: the session and every place the socket is in.
   * @param message  the sentence for a person who is out, when the session is over or a place is lost
   */
  async recheck(socket: LiveSocket, message: string): Promise<void> {
    if (!(await this.#check(socket, message))) return;
    const { access } = this.#options;
    const { caller, rooms, walls } = socket.data;
    for (const roomId of [...rooms.keys()]) {
      await this.#keep(socket, message, access.toRoom(caller, roomId));
    }
    for (const lessonId of [...walls.keys()]) {
      await this.#keep(socket, message, access.toLesson(caller, lessonId));
    }
  }

  /** Tells the person and closes the socket; closing lets the message out first. */
  end(socket: LiveSocket, code: 'member.removed' | 'session.missing', message: string): void {
    socket.emit('session.over', { code, message });
    socket.disconnect(true);
  }

  async #keep(socket: LiveSocket, message: string, asked: Promise<unknown>): Promise<void> {
    try {
      await asked;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.end(socket, error.code === 'member.removed' ? error.code : 'session.missing', message);
    }
  }

  async #check(socket: LiveSocket, message = signedOut): Promise<boolean> {
    const { clock, findCaller } = this.#options;
    const { cookie } = socket.handshake.headers;
    const caller = await findCaller({ cookie });
    if (caller?.userId !== socket.data.caller.userId) {
      this.end(socket, 'session.missing', message);
      return false;
    }
    socket.data.caller = caller;
    socket.data.checkedAt = clock.now();
    return socket.connected;
  }
}
