import { AppError, mayRun } from '@learnflow/shared';
import type { HelpEventMap, RoomHelp } from '../help/room-help.ts';
import type { Access, RoomAccess } from '../room/access.port.ts';
import type { RunService } from '../run/run.service.ts';
import { channelOf, type Handlers, type LiveServer, type LiveSocket } from './live-socket.ts';

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
}: HelpChannelOptions): Handlers<'help.hint' | 'help.ask'> {
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

  /** Whoever only looks must not change what the room shows, and staff who co-edit can say it themselves. */
  async function toWork(socket: LiveSocket, roomId: string): Promise<RoomAccess> {
    const place = await access.toRoom(socket.data.caller, roomId);
    if (place.role === 'student' && mayRun(place.right)) return place;
    throw new AppError('forbidden', 'Hints are opened by those who work in this room.');
  }

  return {
    'help.hint': async (socket, { roomId, runId, level }) => {
      await toWork(socket, roomId);
      const opened = await help.open(roomId, runId, level);
      tell({ roomId, help: opened });
      return opened;
    },
    'help.ask': async (socket, { roomId, runId, wanted }) => {
      const { memberId } = await toWork(socket, roomId);
      const asked = await help.ask({ roomId, memberId }, runId, wanted);
      tell({ roomId, help: asked });
      return asked;
    },
  };
}
