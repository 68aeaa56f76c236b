/**
 * The stream between a server and an executor: four bytes of length (big endian), then that many bytes of JSON.
 * 1. Whatever arrives is bounded before it is kept, parsed as JSON, and checked by the schema of this side's door.
 * 2. The first thing that is no message ends the wire: after it nothing in the stream can be trusted.
 * 3. `isFull` tells a writer to let its programs wait; `drained` tells it to go on. Nothing is buffered without end.
 */
import type { Readable, Writable } from 'node:stream';

import type { z } from 'zod';

/** A program's files are at most 1 MB and pictures 4 MB; JSON may write a control character as six. */
export const maxMessageBytes = 16 * 1024 * 1024;
/** What may wait in memory for a reader that is busy: some batches of output of every program that runs. */
const fullBytes = 1024 * 1024;
const headBytes = 4;

export interface WireOptions<In> {
  input: Readable;
  output: Writable;
  /** Checks every message that arrives. */
  schema: z.ZodType<In>;
  take: (message: In) => void;
  /** Once, when the stream ended or broke; `why` is undefined for an ordinary end. */
  closed: (why: string | undefined) => void;
  /** There is room again after `isFull`. */
  drained?: () => void;
}

export interface Wire<Out> {
  send(message: Out): void;
  /** More waits to be read by the other side than is good. */
  isFull(): boolean;
  /** Ends both directions after what was sent; `closed` is called. */
  end(why?: string): void;
}

/** Encodes one message. */
export function encodeMessage(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const bytes = Buffer.allocUnsafe(headBytes + body.length);
  bytes.writeUInt32BE(body.length);
  body.copy(bytes, headBytes);
  return bytes;
}

/**
 * Returns a function that takes the pieces of a stream and calls `onMessage` with what each whole message holds.
 * It throws when the stream holds something that is none.
 */
export function createMessageReader(
  onMessage: (message: unknown) => void,
  maxBytes = maxMessageBytes,
): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let kept = 0;
  let needed = headBytes;
  return (piece) => {
    pieces.push(piece);
    kept += piece.length;
    // A large message comes in many pieces: they are joined once, not with every piece.
    if (kept < needed) return;
    let bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
    needed = headBytes;
    while (bytes.length >= headBytes) {
      const size = bytes.readUInt32BE();
      if (size > maxBytes) throw new Error('a message is too large');
      needed = headBytes + size;
      if (bytes.length < needed) break;
      const message: unknown = JSON.parse(bytes.toString('utf8', headBytes, needed));
      bytes = bytes.subarray(needed);
      needed = headBytes;
      onMessage(message);
    }
    pieces = bytes.length === 0 ? [] : [bytes];
    kept = bytes.length;
  };
}

/** Connects both directions; messages are taken from the next turn on. */
export function createWire<In, Out>(options: WireOptions<In>): Wire<Out> {
  const { input, output, schema } = options;
  let isClosed = false;
  let wasFull = false;

  function close(why: string | undefined): void {
    if (isClosed) return;
    isClosed = true;
    input.destroy();
    output.end();
    options.closed(why);
  }

  const read = createMessageReader((message) => {
    if (!isClosed) options.take(schema.parse(message));
  });
  input.on('data', (piece: Buffer) => {
    if (isClosed) return;
    try {
      read(piece);
    } catch (error) {
      close(`not a message: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  input.on('error', (error) => close(error.message));
  input.on('close', () => close(undefined));
  input.on('end', () => close(undefined));
  output.on('error', (error) => close(error.message));
  output.on('drain', () => {
    if (!wasFull || isClosed) return;
    wasFull = false;
    options.drained?.();
  });

  return {
    send(message) {
      if (!isClosed) output.write(encodeMessage(message));
    },
    isFull() {
      const isFull = !isClosed && output.writableLength > fullBytes;
      wasFull ||= isFull;
      return isFull;
    },
    end: close,
  };
}
