import { collabPath, manyRoomsName } from '@learnflow/shared';

/** What a client asks for with `/collab/<roomId>?v=1[&mode=watch]`. */
export interface RoomAddress {
  roomId: string;
  version: number;
  mode: 'work' | 'watch';
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @returns the protocol version a shared socket is asked for with; undefined when the address means one room */
export function parseManyAddress(url: string): number | undefined {
  const [path, query = ''] = url.split('?', 2);
  if (path !== collabPath + manyRoomsName) return undefined;
  return Number(new URLSearchParams(query).get('v'));
}

/** @returns undefined when the address names no room */
export function parseAddress(url: string): RoomAddress | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  if (!path.startsWith(collabPath)) return undefined;
  const roomId = path.slice(collabPath.length).toLowerCase();
  if (!uuid.test(roomId)) return undefined;
  const parameters = new URLSearchParams(query);
  return {
    roomId,
    version: Number(parameters.get('v')),
    mode: parameters.get('mode') === 'watch' ? 'watch' : 'work',
  };
}
