import { AppError, mayChat, mayRun, personOf, type RoomRight } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Access, Caller, RoomAccess } from '../room/access.port.ts';
import type { RunService } from '../run/run.service.ts';
import { channelOf, type Handlers, type LiveServer } from './live-socket.ts';

/** Somebody who tries something after every line stays below it; a stuck key does not. */
const runsPerMinute = 30;

export interface RunChannelOptions {
  io: LiveServer;
  access: Pick<Access, 'toRoom'>;
  runs: RunService;
  clock: Clock;
}

/** Running programs: who may, and everybody in the room sees the same terminal. */
export function createRunChannel({
  io,
  access,
  runs,
  clock,
}: RunChannelOptions): Handlers<
  'run.start' | 'run.input' | 'run.eof' | 'run.interrupt' | 'run.stop' | 'run.picture' | 'run.open'
> {
  const rate = new RateLimit(runsPerMinute, clock);

  runs.events.on('view', (change) => {
    io.to(channelOf.room(change.roomId)).emit('run.view', change);
  });
  runs.events.on('output', (change) => {
    io.to(channelOf.room(change.roomId)).emit('run.output', change);
  });
  runs.events.on('state', (change) => {
    io.to(channelOf.room(change.roomId)).emit('run.state', change);
  });
  runs.events.on('shows', (change) => {
    io.to(channelOf.room(change.roomId)).emit('run.shows', change);
  });

  async function toRun(
    caller: Caller,
    roomId: string,
    may: (right: RoomRight) => boolean = mayRun,
  ): Promise<RoomAccess> {
    const place = await access.toRoom(caller, roomId);
    if (may(place.right)) return place;
    if (place.lessonState === 'ended') {
      throw new AppError(
        'lesson.ended',
        'This lesson has ended. Programs run again in the next one.',
      );
    }
    throw new AppError(
      'forbidden',
      place.right === 'held'
        ? 'Your teacher is holding the editors. Run your program when they let go.'
        : 'You can run programs in the room you work in.',
    );
  }

  return {
    'run.start': async ({ data }, { roomId, fileId }) => {
      const place = await toRun(data.caller, roomId);
      rate.take(place.memberId);
      return runs.start(roomId, fileId, personOf(place));
    },
    'run.input': async ({ data }, { roomId, runId, text }) => {
      const { memberId } = await toRun(data.caller, roomId);
      runs.write(roomId, runId, text, memberId);
      return null;
    },
    'run.eof': async ({ data }, { roomId, runId }) => {
      await toRun(data.caller, roomId);
      runs.closeInput(roomId, runId);
      return null;
    },
    'run.interrupt': async ({ data }, { roomId, runId }) => {
      await toRun(data.caller, roomId, mayChat);
      runs.interrupt(roomId, runId);
      return null;
    },
    // Whoever may look into a room may look at its pictures.
    'run.picture': async ({ data }, { roomId, runId, n }) => {
      await access.toRoom(data.caller, roomId);
      return runs.picture(roomId, runId, n);
    },
    'run.open': async ({ data }, { roomId, ...file }) => {
      const { memberId } = await toRun(data.caller, roomId, (right) => right === 'write');
      return runs.openWritten(roomId, file, memberId);
    },
    'run.stop': async ({ data }, { roomId, runId }) => {
      // What runs away is stopped also while the teacher holds the editors.
      await toRun(data.caller, roomId, mayChat);
      runs.stop(roomId, runId);
      return null;
    },
  };
}
