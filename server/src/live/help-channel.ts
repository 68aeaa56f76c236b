import { AppError, mayRun } from '@learnflow/shared';
import type { HelpEventMap, RoomHelp } from '../help/room-help.ts';
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
  const tell: (change: HelpEventMap['changed'][0]) => void = (change) => {
    io.to(channelOf.room(change.roomId)).emit('help', change);
  };
  runs.events.on('ended', ({ roomId, runId }) => {
    const shown = help.view(roomId);
    // Stored with the end of the run; where that could not be stored, an older one would mislead.
    const isOld = shown?.about === 'run' && shown.runId !== runId;
    tell({ roomId, help: isOld ? null : shown });
  });
  help.events.on('changed', tell);

  return {
    'help.hint': async ({ data }, { roomId, runId, level }) => {
      const { right, role } = await access.toRoom(data.caller, roomId);
      // Whoever only looks must not change what the room shows, and staff who co-edit can say it themselves.
      if (role !== 'student' || !mayRun(right)) {
        throw new AppError('forbidden', 'Hints are opened by those who work in this room.');
      }
      const opened = await help.open(roomId, runId, level);
      tell({ roomId, help: opened });
      return opened;
    },
  };
}
