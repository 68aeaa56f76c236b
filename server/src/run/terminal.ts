import { liveLimits, type RunEnd, type TerminalChunk, type TerminalView } from '@learnflow/shared';

/** Programs that switch between output and errors for every character would otherwise make one chunk each. */
const maxChunks = 2_000;

/**
 * Adds text to a scrollback: neighbours of the same stream become one chunk, and the oldest text is dropped above the
 * bound, so that a program that prints for hours costs no more than one that prints a page.
 * @param chunks  changed in place
 */
export function appendChunk(
  chunks: TerminalChunk[],
  { stream, text }: TerminalChunk,
  maxChars: number = liveLimits.scrollbackChars,
): void {
  const last = chunks.at(-1);
  if (last?.stream === stream) last.text += text;
  else chunks.push({ stream, text });
  let over = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0) - maxChars;
  while (over > 0 || chunks.length > maxChunks) {
    const first = chunks[0];
    if (!first) return;
    if (over < first.text.length && chunks.length <= maxChunks) {
      first.text = withoutHalfCharacter(first.text.slice(over));
      return;
    }
    over -= first.text.length;
    chunks.shift();
  }
}

/** @returns what was printed and typed, newest `maxChars` characters, in a form that Postgres stores */
export function textOfChunks(chunks: readonly TerminalChunk[], maxChars: number): string {
  const text = chunks.map((chunk) => chunk.text).join('');
  return withoutHalfCharacter(text.slice(-maxChars)).replaceAll('\0', '\ufffd');
}

/**
 * The stored output of a run as chunks again. Only the text is kept, so the traceback is found by its first line.
 * @param failed  whether the program ended with an exception
 */
export function chunksOfText(text: string, failed: boolean): TerminalChunk[] {
  const at = failed ? text.lastIndexOf('Traceback (most recent call last):') : -1;
  const parts: TerminalChunk[] =
    at < 0
      ? [{ stream: 'out', text }]
      : [
          { stream: 'out', text: text.slice(0, at) },
          { stream: 'err', text: text.slice(at) },
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

function withoutHalfCharacter(text: string): string {
  const code = text.charCodeAt(0);
  return code >= 0xdc00 && code <= 0xdfff ? text.slice(1) : text;
}
