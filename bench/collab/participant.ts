import type * as Y from 'yjs';
import { Keys, textIdOf } from './keys.ts';
import { frames, RawSocket } from './raw-socket.ts';
import { Samples } from './samples.ts';
import { awarenessMessage, updateMessage, type Wire } from './wire.ts';

export interface Seat {
  roomId: string;
  cookie: string;
}

export interface Ear {
  /** An update arrived at this participant. */
  onUpdate?: (update: Uint8Array) => void;
  /** This participant's first `frames` frames are stored, says the server. */
  onSaved?: (frames: number) => void;
}

/** Step 2 of the handshake counts as a frame of the participant. */
const handshakeFrames = 1;
const letters = 'for x in range(10): print(x + y) ';
const lineLength = 40;

/** One connection in one room: types on command, and notes when each key was pressed, seen by others and saved. */
export class Participant {
  readonly seat: Seat;
  readonly socket: RawSocket;
  keys: Keys | undefined;
  /** Called when others have seen more of this participant's keys. */
  onSeen: (() => void) | undefined;
  /** Clock after each key, and when it was pressed. */
  readonly #ends: number[] = [];
  readonly #pressedAt: number[] = [];
  #seen = 0;
  #saved = 0;
  readonly #wire: Wire;
  #delivery: Samples;
  #saving: Samples;

  constructor(
    seat: Seat,
    socket: RawSocket,
    wire: Wire,
    samples: { delivery: Samples; saving: Samples },
  ) {
    this.seat = seat;
    this.socket = socket;
    this.#wire = wire;
    this.#delivery = samples.delivery;
    this.#saving = samples.saving;
  }

  /** Keys pressed that have not been seen by the one who watches. */
  get inFlight(): number {
    return this.#ends.length - this.#seen;
  }
  get unsaved(): number {
    return this.#ends.length - this.#saved;
  }
  get pressed(): number {
    return this.#ends.length;
  }

  takeKeys(clientId: number, doc: Y.Doc): Keys {
    return (this.keys = new Keys(clientId, textIdOf(doc)));
  }

  /** Types `count` keys, each one update and one caret, in one write. */
  type(count = 1): void {
    const { keys } = this;
    if (!keys) throw new Error('This participant only reads');
    const messages: Uint8Array[] = [];
    for (let n = 0; n < count; n++) {
      const column = keys.clock % lineLength;
      messages.push(
        this.#press(column === lineLength - 1 ? '\n' : (letters[column % letters.length] ?? ' ')),
      );
      messages.push(this.#wire.wrap(this.seat.roomId, awarenessMessage(keys.caret())));
    }
    this.socket.send(...messages);
  }

  /** @returns sends `count` keys as single updates in one write, without building them first */
  prepareClump(count: number): () => void {
    return this.#prepare(Array.from({ length: count }, () => 'x'));
  }
  /** @returns sends this text as one update */
  preparePaste(text: string): () => void {
    return this.#prepare([text]);
  }

  #prepare(texts: readonly string[]): () => void {
    const from = this.#ends.length;
    const bytes = frames(texts.map((text) => this.#press(text)));
    return () => {
      this.#pressedAt.fill(performance.now(), from);
      this.socket.sendFrames(bytes);
    };
  }

  /** From here on this participant's keys are noted, but not among everybody's. */
  separate(): void {
    this.#delivery = new Samples();
    this.#saving = new Samples();
  }

  #press(text: string): Uint8Array {
    const { keys } = this;
    if (!keys) throw new Error('This participant only reads');
    const update = keys.press(text);
    this.#ends.push(keys.clock);
    this.#pressedAt.push(performance.now());
    return this.#wire.wrap(this.seat.roomId, updateMessage(update));
  }

  /** The one who watches has everything up to this clock. */
  seenUpTo(clock: number): void {
    const now = performance.now();
    const before = this.#seen;
    for (; this.#seen < this.#ends.length && (this.#ends[this.#seen] ?? 0) <= clock; this.#seen++) {
      this.#delivery.add(now - (this.#pressedAt[this.#seen] ?? 0));
    }
    if (this.#seen > before) this.onSeen?.();
  }

  savedUpTo(frames: number): void {
    const now = performance.now();
    for (
      const end = Math.min(frames - handshakeFrames, this.#ends.length);
      this.#saved < end;
      this.#saved++
    ) {
      this.#saving.add(now - (this.#pressedAt[this.#saved] ?? 0));
    }
  }
}

/** Opens a connection and waits until it is in sync. @returns its socket and the document that the server sent */
export async function enter(
  wire: Wire,
  port: number,
  seat: Seat,
  { answers = true, ear = {} as Ear, greeting = wire.greet(seat.roomId) } = {},
): Promise<{ socket: RawSocket; state: Uint8Array }> {
  const socket = await RawSocket.open({
    port,
    path: wire.path(seat.roomId),
    headers: { Origin: 'http://classroom.bench', Cookie: seat.cookie },
  });
  const synced = new Promise<Uint8Array>((resolve, reject) => {
    socket.onClose = () =>
      reject(new Error(`Closed with ${socket.closeCode} before it was in sync`));
    socket.onFrame = (frame) => {
      const heard = wire.read(new Uint8Array(frame));
      if (heard.kind === 'step2') resolve(heard.update);
    };
  });
  synced.catch(() => undefined);
  socket.send(...greeting);
  const state = answers ? await synced : Uint8Array.of(0, 0);
  socket.onClose = undefined;
  const { onUpdate, onSaved } = ear;
  socket.onFrame =
    onUpdate || onSaved
      ? (frame) => {
          // Frames nobody here wants are told by their first bytes, which every wire keeps cheap to find.
          const heard = wire.read(frame);
          if (heard.kind === 'update' || heard.kind === 'step2') onUpdate?.(heard.update);
          else if (heard.kind === 'saved') onSaved?.(heard.frames);
        }
      : undefined;
  return { socket, state };
}
