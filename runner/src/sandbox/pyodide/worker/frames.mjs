/** Frames between this process and the host, over its own input and output. See python/supervisor.py. */
import { Buffer } from 'node:buffer';
import { readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import process from 'node:process';

const exit = process.reallyExit.bind(process);
const { Int32Array, SharedArrayBuffer } = globalThis;
const { wait } = globalThis.Atomics;
const bell = new Int32Array(new SharedArrayBuffer(4));
/** Between two looks for a frame when reading does not block. */
const lookMs = 4;
const headBytes = 5;
const piece = Buffer.alloc(64 * 1024);

let inbox = Buffer.alloc(0);

/** Stands still for so many milliseconds. */
export const pause = (ms) => void wait(bell, 0, 0, ms);

/** Writes all of `bytes`; the process ends when nobody reads any more. */
export function sendBytes(bytes) {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') exit(0);
      pause(1);
    }
  }
}

/** Sends one frame. */
export function send(kind, payload) {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(headBytes + body.length);
  frame.write(kind, 0, 'latin1');
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, headBytes);
  sendBytes(frame);
}

/** Waits for the next frame. */
export function receive() {
  for (;;) {
    const frame = takeFrame();
    if (frame !== undefined) return frame;
    if (!fill()) pause(lookMs);
  }
}

/** The next frame if one is there; only after `stopBlocking`. */
export function poll() {
  fill();
  return takeFrame();
}

let keepsInputOpen;

/**
 * From now on reading does not wait for bytes, so that a busy program can look for a word of the host.
 * Opening a socket on the descriptor is the only way Node has of switching that; nothing is ever read from the socket.
 */
export function stopBlocking() {
  keepsInputOpen ??= new Socket({ fd: 0, readable: true, writable: false, manualStart: true });
}

/** Whether any bytes came. */
function fill() {
  let count = 0;
  try {
    count = readSync(0, piece, 0, piece.length, null);
  } catch (error) {
    if (error.code === 'EAGAIN') return false;
    // Windows reports the end of a pipe as an error.
  }
  if (count === 0) exit(0);
  const bytes = piece.subarray(0, count);
  inbox = inbox.length === 0 ? Buffer.from(bytes) : Buffer.concat([inbox, bytes]);
  return true;
}

function takeFrame() {
  if (inbox.length < headBytes) return undefined;
  const end = headBytes + inbox.readUInt32BE(1);
  if (inbox.length < end) return undefined;
  const frame = { kind: String.fromCharCode(inbox[0]), payload: inbox.subarray(headBytes, end) };
  inbox = inbox.subarray(end);
  return frame;
}
