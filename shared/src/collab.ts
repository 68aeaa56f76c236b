/**
 * The document of a room and the wire it travels on.
 *
 * Address: `/collab/<roomId>?v=1` (`&mode=watch` for a read-only visit). Frames are those of y-websocket
 * (varint type, then payload); types from 100 on are LearnFlow's own and are ignored by other clients.
 */
export const collabPath = '/collab/';
/** One socket for several rooms: `/collab/many?v=1`; see `many-rooms.ts`. */
export const manyRoomsName = 'many';
export const collabVersion = 1;

export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /**
   * server → client: varUint8Array state vector, then varUint frames. Everything of this client up to the vector is
   * committed in the database, and the first `frames` step 2 and update frames of this connection are dealt with
   * (stored, already known, or refused with 101): deletions move no state vector, so only the count tells about them.
   */
  saved: 100,
  /** server → client: varString JSON `Refusal`. The update was not applied. */
  refused: 101,
  /** server → client: varString JSON `{ right: RoomRight }`: what this connection may do from now on. */
  right: 102,
  /** server → client: varString epoch of the document. A client whose stored copy has another epoch must drop that copy. */
  epoch: 103,
  /** server → client: varString JSON `{ ok: boolean }`: whether the server can store updates at the moment. */
  storage: 104,
} as const;

export interface Refusal {
  reason: 'watching' | 'navigating' | 'held' | 'too-large' | 'document-full' | 'invalid';
  message: string;
}

/** Bounds of the door, each with its reason. */
export const collabLimits = {
  /** One frame: a pasted file of the largest allowed size with its overhead. */
  maxFrameBytes: 1024 * 1024,
  /** One room's encoded state: years of typing stay below it. */
  maxDocumentBytes: 4 * 1024 * 1024,
  /** One awareness frame: a name flag and a selection are under 300 bytes. */
  maxAwarenessBytes: 2048,
  /** Client ids one connection may speak for: its own and the one it had before a reload of the document. */
  maxAwarenessIds: 2,
  /** Frames per second from one connection, over five seconds; fast typing with a moving cursor is under 40. */
  maxFramesPerSecond: 200,
  /** Above this much unsent data a reader is closed with 1013 and comes back through its state vector. */
  maxBufferedBytes: 8 * 1024 * 1024,
  /** Rooms open at the same time over one shared socket; a console shows far fewer. */
  maxChannels: 64,
  /** Quiet sockets get an empty awareness frame this often: y-websocket closes after 30 s without a message. */
  keepAliveMs: 15_000,
} as const;

/**
 * Shape of a room's Y.Doc:
 * `doc.getMap('files')`: file id → Y.Map { name: string, text: Y.Text, order: number }.
 * Only the server creates the first file; clients add, rename and delete files through the helpers in their editor folder.
 */
export const filesKey = 'files';
export const fileFields = { name: 'name', text: 'text', order: 'order' } as const;

export const fileLimits = {
  maxFiles: 20,
  /** With its folders. */
  maxNameLength: 100,
  /** `shapes/round/circle.py`: two folders and the file. */
  maxNameParts: 3,
  maxTextBytes: 256 * 1024,
} as const;
/** No dot: a folder is never taken for a file, `..` is none, and Python can import from it. */
const folderPattern = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
const fileNamePattern = /^[A-Za-z0-9_][A-Za-z0-9_-]*\.(py|txt|csv|json|md)$/;

/**
 * @returns whether a room may hold a file of this name: letters, numbers, `-`, `_`; `.py .txt .csv .json .md`; up to two
 *   folders before it, `shapes/circle.py`
 */
export function isFileName(name: string): boolean {
  const folders = name.split('/');
  const last = folders.pop() ?? '';
  return (
    name.length <= fileLimits.maxNameLength &&
    folders.length < fileLimits.maxNameParts &&
    folders.every((folder) => folderPattern.test(folder)) &&
    fileNamePattern.test(last)
  );
}

/**
 * One awareness state. `user` is stamped by the server over whatever the client sent.
 * `selection` is what y-monaco writes: two Yjs relative positions as JSON; `file` is the file id in view.
 */
export interface PresenceState {
  user: { memberId: string; name: string; role: string; ink: string };
  file?: string;
  selection?: { anchor: unknown; head: unknown } | null;
}
