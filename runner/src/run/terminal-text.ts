/**
 * Makes a program's bytes safe for other people's terminals.
 * Text, colours (SGR), the plain moves \n \r \t \b, moves and erasing within the line, and wiping the screen pass. Everything a terminal would act on or answer is dropped:
 * titles, clipboard, links, device queries (their answers would be typed as input), alternate screen, 8-bit controls.
 * Input comes in pieces, so an escape sequence or a character may be cut anywhere; the rest waits for the next piece.
 */

/** A sequence longer than this is no colour; it is dropped instead of held. */
const maxSequenceChars = 256;

// Controls are what this file is about.

const suspicious = /[\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const plainRun = /[^\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f-\u009f]+/y;
const controlSequence = /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])/y;
const controlSequencePart = /(?:\u001b\[|\u009b)[0-?]*[ -/]*$/y;
/** OSC, DCS, SOS, PM, APC up to their end; a newline ends a broken one so that it cannot swallow the rest. */
const textSequence =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u009c\u001b\n]*(\u0007|\u009c|\u001b\\|(?=\n)|\u001b(?=[^\\]))/y;
const textSequenceStart = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])/y;
const otherEscape = /\u001b[ -/]*[0-~]/y;
const otherEscapePart = /\u001b[ -/]*$/y;

/** Wiping the screen, and going to its top to draw it anew, which is the same here: no line above can be reached. */
const wipe = '\u001b[2J';

function isWipe(parameters: string, final: string | undefined): boolean {
  return final === 'J'
    ? /^[23]$/.test(parameters)
    : final === 'H' && /^(1?(;1?)?)$/.test(parameters);
}

export interface TerminalText {
  /** Returns what may be shown of `bytes`. */
  push(bytes: Uint8Array): string;
  /** Returns the rest and closes an open colour. */
  end(): string;
}

/** One per output stream of a run. */
export function createTerminalText(): TerminalText {
  // Keeps a byte order mark: it is text the program printed.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = '';
  /** Inside a text sequence whose start was already dropped. */
  let inText = false;
  let isColoured = false;

  function clean(text: string): string {
    if (!inText && held === '' && !suspicious.test(text)) return text;
    let rest = held + text;
    held = '';
    if (inText) {
      const end = /\u0007|\u009c|\u001b\\|(?=\n)/.exec(rest);
      if (end === null) {
        if (rest.endsWith('\u001b')) held = '\u001b';
        return '';
      }
      inText = false;
      rest = rest.slice(end.index + end[0].length);
    }
    let shown = '';
    let at = 0;
    const match = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = at;
      return pattern.exec(rest);
    };
    while (at < rest.length) {
      const plain = match(plainRun);
      if (plain !== null) {
        shown += plain[0];
        at += plain[0].length;
        continue;
      }
      const sequence = match(controlSequence);
      if (sequence !== null) {
        const parameters = sequence[1] ?? '';
        if (sequence[2] === 'm' && /^[0-9;:]*$/.test(parameters)) {
          shown += `\u001b[${parameters}m`;
          isColoured = !/^[0;]*$/.test(parameters);
        } else if (/^[CDGK]$/.test(sequence[2] ?? '') && /^\d{0,4}$/.test(parameters)) {
          shown += sequence[0];
        } else if (isWipe(parameters, sequence[2])) shown += wipe;
        at += sequence[0].length;
        continue;
      }
      const whole = match(textSequence);
      if (whole !== null) {
        // An escape that starts the next sequence is left for the next round.
        at += whole[0].length - (whole[1] === '\u001b' ? 1 : 0);
        continue;
      }
      if (match(textSequenceStart) !== null) {
        inText = true;
        if (rest.endsWith('\u001b')) held = '\u001b';
        return shown;
      }
      if (match(controlSequencePart) !== null || match(otherEscapePart) !== null) {
        if (rest.length - at <= maxSequenceChars) held = rest.slice(at);
        return shown;
      }
      at += match(otherEscape)?.[0].length ?? 1;
    }
    return shown;
  }

  return {
    push: (bytes) => clean(decoder.decode(bytes, { stream: true })),
    end() {
      const rest = clean(decoder.decode());
      held = '';
      if (!isColoured) return rest;
      isColoured = false;
      return `${rest}\u001b[0m`;
    },
  };
}
