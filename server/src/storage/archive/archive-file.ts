/**
 * One file with everything of a school in it:
 *
 *   "LEARNFLOW BACKUP 1\n" | zstd( records ) | SHA-256 of all bytes before it
 *
 * A record is its kind (one byte), its length (four bytes, big endian) and its content: JSON, or rows as Postgres' COPY
 * writes them in its binary form. The order: head, then per table `table` and `rows`…, then end. Whoever reads checks the
 * sum over the whole file first (`checkArchive`), so that nothing of a damaged file reaches a database.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { constants, createZstdCompress, createZstdDecompress, type ZstdCompress } from 'node:zlib';
import { z } from 'zod';
import { StartError } from '../../start-error.ts';

const magic = Buffer.from('LEARNFLOW BACKUP 1\n');
const sumBytes = 32;
/** A good deal smaller than level 1 and still faster than a disk. */
const compressionLevel = 3;
/** Longer records come from no writer of this format. */
const maxRecordBytes = 64 * 1024 * 1024;

const kinds = { head: 1, table: 2, rows: 3, end: 4 } as const;

export const ArchiveHead = z.object({
  /** ISO time of the moment the backup shows. */
  madeAt: z.string(),
  /** Names of the schema's migrations, in order. */
  migrations: z.array(z.string()),
  /** Small files of the data folder by name: what signs the sessions. */
  files: z.record(z.string(), z.string()),
});
export type ArchiveHead = z.infer<typeof ArchiveHead>;
export const ArchiveTable = z.object({ name: z.string(), columns: z.array(z.string()) });
export type ArchiveTable = z.infer<typeof ArchiveTable>;
export const ArchiveEnd = z.object({
  /** Last value handed out, by table and column. */
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.string() })),
  /** SHA-256 over each room's log. */
  rooms: z.record(z.string(), z.string()),
  updates: z.number(),
});
export type ArchiveEnd = z.infer<typeof ArchiveEnd>;

export type ArchiveRecord =
  | { kind: 'head'; head: ArchiveHead }
  | { kind: 'table'; table: ArchiveTable }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'end'; end: ArchiveEnd };

/** Writes beside the file's place and moves it there when it is whole and on the disk. */
export class ArchiveWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #packer: ZstdCompress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
  });
  #bytes = 0;
  readonly #written: Promise<void>;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
    this.#written = this.#drain();
    // Whoever writes next is told.
    this.#written.catch(() => this.#packer.destroy());
  }

  /** @throws StartError when there is such a file already, or none can be made there */
  static async create(path: string): Promise<ArchiveWriter> {
    if (await stat(path).catch(() => undefined)) {
      throw new StartError(`${path} exists already. Choose another name, or remove it first.`);
    }
    try {
      // Nobody else may read it: it holds what students wrote, and what signs their sessions.
      return new ArchiveWriter(path, await open(`${path}.part`, 'w', 0o600));
    } catch (error) {
      throw new StartError(
        `${path} cannot be written: ${(error as Error).message}. Choose another place.`,
      );
    }
  }

  async #drain(): Promise<void> {
    await this.#write(magic);
    for await (const chunk of this.#packer) await this.#write(chunk as Buffer);
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes);
    this.#bytes += bytes.byteLength;
    await this.#file.writeFile(bytes);
  }

  async add(record: ArchiveRecord): Promise<void> {
    const content =
      record.kind === 'rows'
        ? record.bytes
        : Buffer.from(
            JSON.stringify(
              record.kind === 'head'
                ? record.head
                : record.kind === 'table'
                  ? record.table
                  : record.end,
            ),
          );
    const front = Buffer.alloc(5);
    front.writeUInt8(kinds[record.kind]);
    front.writeUInt32BE(content.byteLength, 1);
    this.#packer.write(front);
    if (!this.#packer.write(content)) {
      await Promise.race([once(this.#packer, 'drain'), this.#written]);
    }
  }

  /** @returns size of the file in bytes, when it is on the disk under its name */
  async finish(): Promise<number> {
    this.#packer.end();
    await this.#written;
    const sum = this.#hash.digest();
    await this.#file.writeFile(sum);
    await this.#file.sync();
    await this.#file.close();
    await rename(`${this.#path}.part`, this.#path);
    const folder = await open(dirname(this.#path), 'r');
    await folder.sync().catch(() => undefined);
    await folder.close();
    return this.#bytes + sum.byteLength;
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#packer.destroy();
    await this.#written.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(`${this.#path}.part`, { force: true });
  }
}

/** @throws StartError when the file is no backup, or not byte for byte what was written */
export async function checkArchive(path: string): Promise<void> {
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) throw new StartError(`There is no file ${path}.`);
  const damaged = new StartError(
    `The backup ${path} is damaged or cut short: its checksum does not fit. Use another copy.`,
  );
  if (size < magic.byteLength + sumBytes) throw damaged;
  const start = await readPart(path, 0, magic.byteLength);
  if (!start.equals(magic)) throw new StartError(`${path} is no backup of LearnFlow.`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: size - sumBytes - 1 })) {
    hash.update(chunk as Buffer);
  }
  if (!hash.digest().equals(await readPart(path, size - sumBytes, sumBytes))) throw damaged;
}

/** The records of a checked file, in order. */
export async function* readArchive(path: string): AsyncGenerator<ArchiveRecord> {
  const { size } = await stat(path);
  const packed = createReadStream(path, { start: magic.byteLength, end: size - sumBytes - 1 });
  let rest = Buffer.alloc(0);
  for await (const chunk of packed.pipe(createZstdDecompress())) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (;;) {
      if (rest.byteLength < 5) break;
      const length = rest.readUInt32BE(1);
      if (length > maxRecordBytes) throw new StartError(`${path} cannot be read.`);
      if (rest.byteLength < 5 + length) break;
      yield parseRecord(rest.readUInt8(), rest.subarray(5, 5 + length));
      rest = rest.subarray(5 + length);
    }
  }
}

function parseRecord(kind: number, content: Buffer): ArchiveRecord {
  if (kind === kinds.rows) return { kind: 'rows', bytes: Buffer.from(content) };
  const json: unknown = JSON.parse(content.toString());
  switch (kind) {
    case kinds.head:
      return { kind: 'head', head: ArchiveHead.parse(json) };
    case kinds.table:
      return { kind: 'table', table: ArchiveTable.parse(json) };
    case kinds.end:
      return { kind: 'end', end: ArchiveEnd.parse(json) };
    default:
      throw new StartError('The backup holds something that this version does not know.');
  }
}

async function readPart(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
