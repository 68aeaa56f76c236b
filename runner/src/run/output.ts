/**
 * A run's output on its way to the room: made safe, cut at the limit, sent in batches.
 * The first text after a pause leaves at once; during a flood one batch leaves per `batchMs`, and the reader of the
 * sandbox is told to stop while more than `highChars` wait, so that the program blocks instead of the server.
 */
import { createTerminalText } from './terminal-text.ts';

const batchMs = 20;
/** print() writes its text and its newline apart: the first batch waits this long for the rest of a line. */
const lineMs = 2;
const batchBytes = 32 * 1024;
/** A UTF-16 unit takes at most three bytes in UTF-8. */
const batchCharsAtWorst = Math.floor(batchBytes / 3);
const highChars = 128 * 1024;
const lowChars = 32 * 1024;

export type Stream = 'out' | 'err';

export interface OutputOptions {
  limitBytes: number;
  emit: (stream: Stream, text: string) => void;
  /** Called once, when the program printed more than `limitBytes`. */
  exceeded: () => void;
  /** Back-pressure: true = stop reading from the sandbox. */
  hold: (isHeld: boolean) => void;
}

export interface Output {
  push(stream: Stream, bytes: Buffer): void;
  /** Sends everything that waits, now. */
  flush(): void;
  /** Adds a line of ours and sends the rest; nothing is accepted afterwards. */
  end(marker?: string): void;
  isTruncated(): boolean;
}

/** One per run. */
export function createOutput(options: OutputOptions): Output {
  const texts = { out: createTerminalText(), err: createTerminalText() };
  const waiting: { stream: Stream; text: string }[] = [];
  let waitingChars = 0;
  let takenBytes = 0;
  let isOver = false;
  let isEnded = false;
  let isHeld = false;
  let timer: NodeJS.Timeout | undefined;

  function add(stream: Stream, text: string): void {
    if (text === '') return;
    const last = waiting.at(-1);
    if (last?.stream === stream) last.text += text;
    else waiting.push({ stream, text });
    waitingChars += text.length;
  }

  function sendOne(): void {
    const first = waiting[0];
    if (first === undefined) return;
    const text = first.text.slice(0, cutAt(first.text));
    if (text.length === first.text.length) waiting.shift();
    else first.text = first.text.slice(text.length);
    waitingChars -= text.length;
    options.emit(first.stream, text);
  }

  /** One batch of time: what waits, up to `batchBytes` of it. */
  function tick(): void {
    timer = undefined;
    if (waiting.length === 0) return;
    timer = setTimeout(tick, batchMs);
    let room = batchBytes;
    do {
      room -= waiting[0]?.text.length ?? 0;
      sendOne();
    } while (waiting.length > 0 && room > (waiting[0]?.text.length ?? 0));
    if (isHeld && waitingChars < lowChars) {
      isHeld = false;
      options.hold(false);
    }
  }

  function flush(): void {
    while (waiting.length > 0) sendOne();
  }

  return {
    push(stream, bytes) {
      if (isEnded || isOver) return;
      const room = options.limitBytes - takenBytes;
      takenBytes += bytes.length;
      add(stream, texts[stream].push(bytes.length > room ? bytes.subarray(0, room) : bytes));
      if (takenBytes > options.limitBytes) {
        isOver = true;
        options.exceeded();
      }
      if (!isOver && !isHeld && waitingChars > highChars) {
        isHeld = true;
        options.hold(true);
      }
      if (timer !== undefined) return;
      if (waiting.at(-1)?.text.endsWith('\n') === true) tick();
      else timer = setTimeout(tick, lineMs);
    },
    flush,
    end(marker) {
      if (isEnded) return;
      isEnded = true;
      clearTimeout(timer);
      add('out', texts.out.end());
      add('err', texts.err.end());
      if (marker !== undefined) add('out', marker);
      flush();
    },
    isTruncated: () => isOver,
  };
}

/** Where a batch ends: within `batchBytes` of UTF-8 and never inside a surrogate pair. */
function cutAt(text: string): number {
  if (text.length <= batchCharsAtWorst) return text.length;
  const isShort = Buffer.byteLength(text.slice(0, batchBytes)) <= batchBytes;
  const end = isShort ? batchBytes : batchCharsAtWorst;
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
