/** Files a program wrote, as a sandbox hands them over: name, newline, bytes. */
import { isFileName } from '@learnflow/shared/collab';
import { runTellLimits } from '@learnflow/shared/run';
import type { RunWritten } from '@learnflow/shared/run';

const maxNameBytes = 255;

/** @returns undefined when a room could not hold it: another name, too large, or not text */
export function readWritten(payload: Buffer): RunWritten | undefined {
  const end = payload.subarray(0, maxNameBytes + 1).indexOf(0x0a);
  if (end < 0) return undefined;
  const name = payload.subarray(0, end).toString();
  const bytes = payload.subarray(end + 1);
  if (!isFileName(name) || bytes.length > runTellLimits.writtenBytes) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // An editor's lines end with one sign, and Postgres takes no NUL.
    return text.includes('\0') ? undefined : { name, text: text.replaceAll('\r\n', '\n') };
  } catch {
    return undefined;
  }
}
