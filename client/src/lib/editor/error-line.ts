/** Where a run ended with an error, shown in the editor until that line is changed. */
export interface ErrorMark {
  line: number;
  message: string;
  /** How the line read when the program ran; undefined when that is not known. */
  source: string | undefined;
}

/** @returns whether the line still reads as it did when it failed */
export function isStillThere(mark: ErrorMark, line: string): boolean {
  return mark.source === undefined || mark.source === line.trim();
}
