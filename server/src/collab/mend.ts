import { checksum } from '../storage/checksum.ts';

/** Up to these sizes every possible single wrong byte, or wrong bit, is tried: some ten milliseconds at most. */
const maxForByte = 256;
const maxForBit = 2048;

/**
 * Finds the one byte (in longer pieces: the one bit) that was changed, by trying until the checksum fits. One key press
 * is some thirty bytes, so a flipped byte in the log usually costs nothing at all.
 * @returns the bytes as they were stored, or undefined when more than that is wrong
 */
export function mend(damaged: Uint8Array, crc: number): Uint8Array | undefined {
  if (damaged.byteLength > maxForBit) return undefined;
  const bytes = Uint8Array.from(damaged);
  const isWhole = bytes.byteLength <= maxForByte;
  const tries = isWhole ? 255 : 8;
  for (let at = 0; at < bytes.byteLength; at++) {
    const was = bytes[at] ?? 0;
    for (let n = 0; n < tries; n++) {
      bytes[at] = was ^ (isWhole ? n + 1 : 1 << n);
      if (checksum(bytes) === crc) return bytes;
    }
    bytes[at] = was;
  }
  return undefined;
}
