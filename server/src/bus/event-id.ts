import { createHash } from 'node:crypto';

/**
 * The id of an event, made of what it tells: telling the same twice is one event.
 * @param parts  the type and whatever makes this happening different from all others
 * @returns a UUID (version 8: SHA-256, cut)
 */
export function eventIdOf(...parts: (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('\0')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
