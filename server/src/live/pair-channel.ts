import type { Access } from '../room/access.port.ts';
import { drive, type PairDeps, wantSwap } from '../room/pair.service.ts';
import type { Handlers } from './live-socket.ts';

/** Who drives in a room: chosen by staff, handed over by students. Everybody in the room hears of it. */
export function createPairChannel(
  deps: PairDeps & { access: Pick<Access, 'toRoom'> },
): Handlers<'pair.drive' | 'pair.swap'> {
  return {
    'pair.drive': async ({ data }, { roomId, memberId }) => {
      await drive(deps, await deps.access.toRoom(data.caller, roomId), memberId);
      return null;
    },
    'pair.swap': async ({ data }, { roomId, wanted }) => {
      await wantSwap(deps, await deps.access.toRoom(data.caller, roomId), wanted);
      return null;
    },
  };
}
