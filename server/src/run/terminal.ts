import { liveLimits, type RunEnd, type TerminalChunk, type TerminalView } from '@learnflow/shared';

/** Programs that switch between output and errors for every character would otherwise make one chunk each. */
const maxChunks = 1_000;
/** Characters of one run that the database keeps. */
const storedChars = 64 * 1024;

export interface Scrollback {
  headChars: number;
  tailChars: number;
}
const scrollback: Scrollback = {
  headChars: liveLimits.scrollbackHeadChars,
  tailChars: liveLimits.scrollbackTailChars,
};

/**
 * Adds text to a scrollback: neighbours of the same stream become one chunk. Of long output the beginning and the end
 * stay, with one chunk `cut` between them, so that a program that prints for hours costs no more than a few pages.
 * @param chunks  changed in place
 */
export function appendChunk(
  chunks: TerminalChunk[],
  { stream, text }: TerminalChunk,
  bounds = scrollback,
): void {
  const last = chunks.at(-1);
  if (last?.stream === stream) last.text += text;
  else chunks.push({ stream, text });
  let cut = chunks.findIndex((chunk) => chunk.stream === 'cut');
  if (cut < 0) {
    const isLong = charsOf(chunks) > bounds.headChars + bounds.tailChars;
    if (!isLong && chunks.length <= 2 * maxChunks) return;
    cut = splitAfter(chunks, bounds.headChars);
    chunks.splice(cut, 0, { stream: 'cut', text: '0' });
  }
  const tail = chunks.splice(cut + 1);
  const leftOut = dropFirst(tail, bounds.tailChars);
  chunks.splice(cut, 1, { stream: 'cut', text: String(Number(chunks[cut]?.text) + leftOut) });
  chunks.push(...tail);
}

/** Makes a border between two chunks within the first `chars` characters. @returns the index behind it */
function splitAfter(chunks: TerminalChunk[], chars: number): number {
  let left = chars;
  for (const [index, { stream, text }] of chunks.entries()) {
    if (index === maxChunks) return index;
    if (text.length <= left) {
      left -= text.length;
      continue;
    }
    const head = withoutHalfEnd(text.slice(0, left));
    chunks.splice(index, 1, { stream, text: head }, { stream, text: text.slice(head.length) });
    return index + 1;
  }
  return chunks.length;
}

/** Drops the oldest text above `chars`. @returns how many characters that were */
function dropFirst(chunks: TerminalChunk[], chars: number): number {
  const before = charsOf(chunks);
  let over = before - chars;
  while (over > 0 || chunks.length > maxChunks) {
    const first = chunks[0];
    if (!first) break;
    if (over < first.text.length && chunks.length <= maxChunks) {
      first.text = withoutHalfStart(first.text.slice(over));
      break;
    }
    over -= first.text.length;
    chunks.shift();
  }
  return before - charsOf(chunks);
}

const charsOf = (chunks: readonly TerminalChunk[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);

/** An escape code that no program can print: the runner takes all of its kind out. */
const storedCut = (chars: number): string => `\u001b]left-out;${chars}\u0007`;
const storedCutPattern = /\u001b\]left-out;(\d+)\u0007/;

/** @returns what was printed and typed, its beginning and its end when it is long, in a form that Postgres stores */
export function textOfChunks(chunks: readonly TerminalChunk[], maxChars = storedChars): string {
  const join = (some: readonly TerminalChunk[]): string =>
    some.map((chunk) => chunk.text.replaceAll('\0', '\ufffd')).join('');
  const cut = chunks.findIndex((chunk) => chunk.stream === 'cut');
  const start = join(cut < 0 ? chunks : chunks.slice(0, cut));
  const end = cut < 0 ? start : join(chunks.slice(cut + 1));
  const before = cut < 0 ? 0 : Number(chunks[cut]?.text);
  if (cut < 0 && start.length <= maxChars) return start;
  const half = Math.floor(maxChars / 2);
  const head = withoutHalfEnd(start.slice(0, half));
  const tail = withoutHalfStart(end.slice(-half));
  const all = cut < 0 ? start.length : start.length + before + end.length;
  return `${head}${storedCut(all - head.length - tail.length)}${tail}`;
}

/** @returns what the program wrote to stderr, of which the end counts: there stands the traceback */
export function errorTextOf(chunks: readonly TerminalChunk[]): string {
  return chunks
    .filter((chunk) => chunk.stream === 'err')
    .map((chunk) => chunk.text)
    .join('');
}

/**
 * The stored output of a run as chunks again. Only the text is kept, so the traceback is found by its first line.
 * @param failed  whether the program ended with an exception
 */
export function chunksOfText(text: string, failed: boolean): TerminalChunk[] {
  const cut = storedCutPattern.exec(text);
  const end = cut === null ? text : text.slice(cut.index + cut[0].length);
  const at = failed ? end.lastIndexOf('Traceback (most recent call last):') : -1;
  const parts: TerminalChunk[] = [
    ...(cut === null
      ? []
      : ([
          { stream: 'out', text: text.slice(0, cut.index) },
          { stream: 'cut', text: cut[1] ?? '' },
        ] as const)),
    { stream: 'out', text: at < 0 ? end : end.slice(0, at) },
    { stream: 'err', text: at < 0 ? '' : end.slice(at) },
  ];
  return parts.filter((chunk) => chunk.text !== '');
}

/** A room where nothing was run yet. */
export function emptyTerminal(): TerminalView {
  return {
    runId: null,
    state: 'empty',
    number: 0,
    by: null,
    entry: '',
    startedAt: 0,
    place: 0,
    chunks: [],
    end: null,
    secret: false,
    pictures: [],
    written: [],
  };
}

/** The end of a run that was going when the server itself stopped. */
export function lostRun(): RunEnd {
  return {
    reason: 'crashed',
    exitCode: null,
    durationMs: 0,
    message: 'The server restarted while this program was running. Run it again.',
    truncated: false,
  };
}

function withoutHalfStart(text: string): string {
  const code = text.charCodeAt(0);
  return code >= 0xdc00 && code <= 0xdfff ? text.slice(1) : text;
}

function withoutHalfEnd(text: string): string {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? text.slice(0, -1) : text;
}
