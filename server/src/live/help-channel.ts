import { AppError, mayRun } from '@learnflow/shared';
import type { RoomHelp } from '../help/room-help.ts';
import type { Access } from '../room/access.port.ts';
import type { RunService } from '../run/run.service.ts';
import { channelOf, type Handlers, type LiveServer } from './live-socket.ts';

export interface HelpChannelOptions {
  io: LiveServer;
  access: Pick<Access, 'toRoom'>;
  runs: Pick<RunService, 'events'>;
  help: RoomHelp;
}

/** What an error means, told to everybody in the room right after the run, and its hints. */
export function createHelpChannel({
  io,
  access,
  runs,
  help,
}: HelpChannelOptions): Handlers<'help.hint'> {
  runs.events.on('ended', ({ roomId, runId, run }) => {
    io.to(channelOf.room(roomId)).emit('help', { roomId, help: help.ended(roomId, runId, run) });
  });

  return {
    'help.hint': async ({ data }, { roomId, runId, level }) => {
      const { right, role } = await access.toRoom(data.caller, roomId);
      // Whoever only looks must not change what the room shows, and staff who co-edit can say it themselves.
      if (role !== 'student' || !mayRun(right)) {
        throw new AppError('forbidden', 'Hints are opened by those who work in this room.');
      }
      const opened = help.open(roomId, runId, level);
      io.to(channelOf.room(roomId)).emit('help', { roomId, help: opened });
      return opened;
    },
  };
}
