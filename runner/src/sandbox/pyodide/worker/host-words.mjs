/**
 * What the host says while the program runs: answers, the end of input, Ctrl C, and the question where it is.
 * Python asks for pending signals every few hundred steps by reading element 0 of a buffer that another thread is meant
 * to write to. There is no other thread here, so the "buffer" is an object that looks for a frame when it is read.
 */
import { Buffer } from 'node:buffer';

import { pause, poll, receive, send } from './frames.mjs';

const interrupt = 2;
/** SIGUSR1 as Emscripten numbers it; its handler in python/pyodide_program.py tells where the program is. */
const place = 10;
const lookEveryMs = 10;
const interrupted = 27;
const now = performance.now.bind(performance);

let answer = Buffer.alloc(0);
let isInputEnded = false;
let pending = 0;
let lookedAt = 0;
let isAskedForPlace = false;

/** Whether the host has asked where the program is. */
export const wasAskedForPlace = () => isAskedForPlace;

/** All the input of a program that nobody answers. */
export function setInput(bytes) {
  answer = bytes;
  isInputEnded = true;
}

/** For `pyodide.setInterruptBuffer`; needs `stopBlocking`. */
export const signals = {
  get 0() {
    if (now() - lookedAt >= lookEveryMs) listen();
    const signal = pending;
    pending = 0;
    return signal;
  },
  set 0(_) {},
};

function listen() {
  lookedAt = now();
  for (let frame = poll(); frame !== undefined; frame = poll()) hear(frame);
}

/**
 * Waits without using the processor; Emscripten's own sleep would count up the program's time.
 * @throws ErrnoError EINTR when the host wants something else of the program
 */
export function sleep(FS, seconds) {
  const until = now() + seconds * 1000;
  for (let left = until - now(); left > 0; left = until - now()) {
    pause(Math.min(left, lookEveryMs));
    listen();
    if (pending !== 0) throw new FS.ErrnoError(interrupted);
  }
}

function hear({ kind, payload }) {
  if (kind === 'I') answer = answer.length === 0 ? payload : Buffer.concat([answer, payload]);
  else if (kind === 'E') isInputEnded = true;
  else if (kind === 'C') pending = interrupt;
  else if (kind === 'T') {
    pending = place;
    isAskedForPlace = true;
  }
}

/**
 * Reads what was typed into `target`, waiting for it.
 * @param isSecret  whether it is not to be shown
 * @throws ErrnoError EINTR when the host wants something else of the program
 */
export function readInput(FS, target, isSecret) {
  if (answer.length === 0 && !isInputEnded) {
    send('W', isSecret ? '2' : '1');
    while (answer.length === 0 && !isInputEnded && pending === 0) hear(receive());
    send('W', '0');
    if (pending !== 0) throw new FS.ErrnoError(interrupted);
  }
  const count = Math.min(answer.length, target.length);
  target.set(answer.subarray(0, count));
  answer = answer.subarray(count);
  return count;
}
