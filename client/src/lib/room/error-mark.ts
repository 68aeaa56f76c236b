import type { RunEnd } from '@learnflow/shared';
import type { ErrorMark } from '../editor/error-line.ts';
import { learnerHome } from './traceback.ts';
import type { TerminalLine } from './terminal-screen.ts';

/**
 * Where the last run failed, for the file in view. The traceback quotes the line as it was; the editor shows the mark only
 * while the line still reads like that, so that a fixed line is not blamed after a reload or a cut.
 * @param lines  what the terminal shows
 */
export function errorMarkOf(
  end: RunEnd | null,
  lines: readonly TerminalLine[],
  file: string,
): ErrorMark | undefined {
  const error = end?.error;
  if (error?.line === undefined || error.file !== file) return undefined;
  const texts = lines.map((line) => line.spans.map((span) => span.text).join(''));
  const place = texts.findLastIndex((text) =>
    text.includes(`"${learnerHome}${file}", line ${error.line}`),
  );
  return {
    line: error.line,
    message: `${error.type}: ${error.message}`,
    source: place < 0 ? undefined : texts[place + 1]?.trim(),
  };
}
