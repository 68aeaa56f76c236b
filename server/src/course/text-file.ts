import { readFile } from 'node:fs/promises';

/** Bytes of one file of a course; a starter or a task is a page. */
const maxFileBytes = 64 * 1024;

/** @returns undefined when there is no such file or it is far too large */
export async function readText(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes || bytes.byteLength > maxFileBytes) return undefined;
  return bytes.toString('utf8').replaceAll('\r\n', '\n').replaceAll('\0', '');
}
