import { collabLimits } from '@learnflow/shared';

/** Bounds and times of the collaboration server; the ones a client must know too are in the shared contract. */
export const defaultLimits = {
  ...collabLimits,
  /** Above this the socket itself gives up. Twice `maxFrameBytes`, so that a slightly too large paste still gets a sentence. */
  maxSocketFrameBytes: 2 * collabLimits.maxFrameBytes,
  /** A burst may use the frames of this many seconds at once. */
  burstSeconds: 5,
  /** Every started piece of this size makes a frame count as one more, and so does every started lot of structs. */
  bytesPerToken: 64 * 1024,
  partsPerToken: 500,
  /** Frames of all connections of a room together; a full lecture hall typing at once stays below. */
  maxRoomFramesPerSecond: 10_000,
  /** A room works this long on what has come before other rooms get their turn. */
  sliceMs: 20,
  /** Clients one connection may bring into the document over its life: its own, and those of offline reloads. */
  maxNewClientIds: 256,
  /** Frames and bytes kept for a connection whose rights are still being checked or whose room is loading. */
  maxWaitingFrames: 64,
  maxWaitingBytes: 2 * collabLimits.maxFrameBytes,
  /** Checks and loading together; the database may be slow, but a socket never waits for ever. */
  handshakeTimeoutMs: 10_000,
  /** Rooms opened one after the other over one shared socket, per second, over five seconds. */
  maxChannelOpensPerSecond: 40,
  /** Bytes of a shared socket on their way at a time; what is more waits with its room. */
  sharedWindowBytes: 64 * 1024,
  /** What waits of all rooms of a shared socket; above it the room with the most is closed. */
  maxSharedBufferedBytes: 2 * collabLimits.maxBufferedBytes,
  /** Shared sockets of one person: a few tabs and devices. */
  maxSharedSocketsPerUser: 16,
  /** A teacher has one socket per room in view; more than this is a loop. */
  maxConnectionsPerUser: 200,
  /** Above this much unsent data a connection gets edits but no carets. */
  maxPresenceBufferedBytes: 1024 * 1024,
  /** A frame may echo the states of a whole lecture; only the own ones in it count. */
  maxPresenceFrameBytes: 64 * 1024,
  /** Different client ids over the life of one connection: every document reload takes a new one. */
  maxPresenceIdsEver: 16,
  /** Carets of a room go out together this often; rarer in a lecture, where everybody gets everybody's. */
  presenceIntervalMs: 40,
  crowdedPresenceIntervalMs: 1000,
  crowdedAt: 50,
  /** `cursor` events per connection: at most one per this time, the last one always. */
  caretIntervalMs: 250,
  /** Pings, keep-alives and the search for dead peers. */
  beatMs: 5_000,
  /** All sign-ins behind open sockets are looked up together this often. */
  signInCheckMs: 3_000,
  /** A peer not heard of for this long is gone; with `beatMs` on top it stays under 30 s. */
  silentAfterMs: 20_000,
  /** After a close frame the peer has this long to answer before the socket is cut. */
  closeTimeoutMs: 2_000,
  /** Updates of all rooms are collected this long, then stored in one commit. */
  groupMs: 10,
  /** Rooms are added to a commit until it carries this much. */
  maxCommitBytes: 4 * 1024 * 1024,
  /** A commit that takes longer than this is told to everybody as "not saving at the moment". */
  slowStoreMs: 3_000,
  /** A commit without an answer for this long is tried again on another connection. */
  storeTimeoutMs: 15_000,
  /** First and longest pause between two tries. */
  retryMs: 250,
  maxRetryMs: 5_000,
  /** Work of all rooms kept in memory while the database is away; beyond it writers are asked to come back later. */
  maxUnsavedBytes: 64 * 1024 * 1024,
  /** A snapshot after this many updates keeps a cold load under 5 ms of work. */
  snapshotEvery: 500,
  /** Rooms loading at the same time: a class that comes in must not take all database connections from the writer. */
  maxLoads: 6,
  /** After a server that was killed, clients hand in for so long what they had heard of others; see `Recovery`. */
  recoveryMs: 30 * 60_000,
  /** A room without visitors leaves memory after this. */
  unloadAfterMs: 30_000,
  /** Longest wait for the database when the server stops. */
  flushOnCloseMs: 10_000,
} as const;

export type Limits = { readonly [Name in keyof typeof defaultLimits]: number };

/** A token bucket: `perSecond` on average, `perSecond * burstSeconds` at once. */
export class FrameRate {
  readonly #perSecond: number;
  readonly #capacity: number;
  #tokens: number;
  #at = performance.now();

  constructor(perSecond: number, burstSeconds: number) {
    this.#perSecond = perSecond;
    this.#capacity = perSecond * burstSeconds;
    this.#tokens = this.#capacity;
  }

  /** Counts one frame, or what weighs as much as several. @returns false when it is too much */
  take(tokens = 1): boolean {
    const now = performance.now();
    const earned = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + earned);
    this.#at = now;
    if (this.#tokens < tokens) return false;
    this.#tokens -= tokens;
    return true;
  }
}
