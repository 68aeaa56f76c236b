import { crc32 } from 'node:zlib';

/** @returns CRC-32 as the database keeps it, a signed integer */
export function checksum(bytes: Uint8Array): number {
  return crc32(bytes) | 0;
}
