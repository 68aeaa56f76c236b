import type { TerminalChunk } from '@learnflow/shared';
import { plainStyle, restyle, type SgrStyle, styleClass } from './sgr.ts';

export interface TerminalSpan {
  text: string;
  /** CSS classes: the stream it came from and what the program asked for with escape codes. */
  style: string;
}
export interface TerminalLine {
  id: number;
  spans: TerminalSpan[];
  /** Stands for output that is not here: lines this screen dropped, or characters the server did not keep. */
  leftOut?: { lines: number } | { chars: number };
}

/** Above `lines` the first `head` of them stay, and the newest. */
export const screenLimits = { lines: 2_000, head: 500, columns: 4_000 } as const;

/**
 * What a program printed, as lines: understands colours (SGR), carriage return (progress bars), backspace and
 * "erase to the end of the line"; leaves out every other escape code. Not a full terminal: a program of a beginner
 * never moves the cursor up, and plain lines can be read by a screen reader and searched.
 */
export class TerminalScreen {
  /** Lines that were taken out behind the first ones. */
  dropped = 0;
  #gap: TerminalLine | undefined;
  #done: TerminalLine[] = [];
  #cells: { sign: string; style: string }[] = [];
  #column = 0;
  #nextId = 1;
  #current: TerminalLine | undefined;
  #sgr: SgrStyle = plainStyle;
  /** An escape code that was cut between two chunks. */
  #rest = '';

  write({ stream, text }: TerminalChunk): void {
    if (stream === 'cut') return this.#leaveOut(Number(text));
    let input = this.#rest + text;
    this.#rest = '';
    // Somebody's answer ends its line, whether or not the newline travelled with it.
    if (stream === 'in' && !input.endsWith('\n')) input += '\n';
    let at = 0;
    while (at < input.length) {
      if (input[at] === '\u001b') {
        const length = this.#escape(input.slice(at, at + 64));
        if (length === 0) {
          this.#rest = input.slice(at);
          return;
        }
        at += length;
        continue;
      }
      const sign = String.fromCodePoint(input.codePointAt(at) ?? 0);
      at += sign.length;
      this.#put(sign, stream);
    }
  }

  /** @returns all lines; a line that did not change since the last call is the same object. */
  lines(): TerminalLine[] {
    const lines = this.#done.slice();
    if (this.#gap) lines.splice(screenLimits.head, 0, this.#gap);
    if (this.#cells.length === 0) return lines;
    this.#current ??= { id: this.#nextId, spans: joinCells(this.#cells) };
    lines.push(this.#current);
    return lines;
  }

  /** True when the last line has no newline yet, e.g. the question of `input()`. */
  get openLine(): boolean {
    return this.#cells.length > 0;
  }

  #put(sign: string, stream: TerminalChunk['stream']): void {
    if (sign === '\n') return this.#endLine();
    if (sign === '\r') {
      this.#column = 0;
    } else if (sign === '\b') {
      this.#column = Math.max(0, this.#column - 1);
    } else if (sign === '\t' || sign >= ' ') {
      if (this.#column >= screenLimits.columns) this.#endLine();
      this.#cells[this.#column] = { sign, style: styleClass(stream, this.#sgr) };
      this.#column += 1;
      this.#current = undefined;
    }
  }

  #endLine(): void {
    this.#push({ id: this.#nextId, spans: joinCells(this.#cells) });
    this.#cells = [];
    this.#column = 0;
    this.#current = undefined;
  }

  #leaveOut(chars: number): void {
    if (this.#cells.length > 0) this.#endLine();
    this.#rest = '';
    this.#push({ id: this.#nextId, spans: [], leftOut: { chars } });
  }

  #push(line: TerminalLine): void {
    this.#done.push(line);
    this.#nextId += 1;
    // Cut in blocks: a shift per line would cost a copy of the whole list each time.
    if (this.#done.length <= screenLimits.lines + 200) return;
    const extra = this.#done.length - screenLimits.lines;
    this.#done.splice(screenLimits.head, extra);
    this.dropped += extra;
    this.#gap = { id: 0, spans: [], leftOut: { lines: this.dropped } };
  }

  /** @returns how many characters the escape code at the start of `input` has; 0 when its end has not come yet. */
  #escape(input: string): number {
    const code = /^\u001b\[([0-9;:?]*)[ -/]*([@-~])/.exec(input);
    if (code) {
      if (code[2] === 'm') this.#sgr = restyle(this.#sgr, code[1] ?? '');
      if (code[2] === 'K') this.#erase(code[1] ?? '');
      if (code[2] === 'J') this.#wipe();
      this.#move(code[2], Number(code[1] || 1));
      return code[0].length;
    }
    if (/^\u001b(\[[0-9;:?]*[ -/]*)?$/.test(input)) return input.length < 64 ? 0 : 1;
    // Window titles and links: OSC … BEL or ST.
    const title = /^\u001b\][^\u0007\u001b]*(\u0007|\u001b\\)/.exec(input);
    return title ? title[0].length : Math.min(2, input.length);
  }

  /** Cursor right, left, to a column: within the line only. */
  #move(how: string | undefined, by: number): void {
    if (how === 'C') this.#column = Math.min(screenLimits.columns - 1, this.#column + by);
    if (how === 'D') this.#column = Math.max(0, this.#column - by);
    if (how === 'G') this.#column = Math.min(screenLimits.columns, Math.max(1, by)) - 1;
  }

  #wipe(): void {
    this.#done = [];
    this.#cells = [];
    this.#column = 0;
    this.#current = undefined;
    this.dropped = 0;
    this.#gap = undefined;
  }

  #erase(which: string): void {
    if (which === '2') this.#cells = [];
    else if (which === '' || which === '0')
      this.#cells.length = Math.min(this.#column, this.#cells.length);
    this.#current = undefined;
  }
}

function joinCells(
  cells: readonly ({ sign: string; style: string } | undefined)[],
): TerminalSpan[] {
  const spans: TerminalSpan[] = [];
  for (let column = 0; column < cells.length; column += 1) {
    // Columns that were skipped over are blank.
    const { sign, style } = cells[column] ?? { sign: ' ', style: 'out' };
    const last = spans.at(-1);
    if (last?.style === style) last.text += sign;
    else spans.push({ text: sign, style });
  }
  return spans;
}
