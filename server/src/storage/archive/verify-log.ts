import { createHash, type Hash } from 'node:crypto';
import type { DamageRemedy } from '@learnflow/shared';
import type pg from 'pg';
import { checksum } from '../checksum.ts';

/** A piece of a room's log that does not read back as it was stored. */
export interface Damage {
  roomId: string;
  /** Number of the update; 0 for the snapshot. */
  seq: number;
  what: 'update' | 'snapshot';
  /** What has been done about it, when it was known before. */
  remedy?: DamageRemedy;
}

export interface LogReport {
  rooms: number;
  updates: number;
  /** Rows from before there were checksums: nobody can say. */
  unchecked: number;
  damage: Damage[];
  /** SHA-256 over numbers and bytes of each room's updates. */
  digests: Record<string, string>;
}

/** Rows read at a time, in the order of the key: memory stays small however long the log is. */
const pageRows = 2_000;

/**
 * Reads every update and snapshot and compares each with its checksum.
 * @param client  for a picture of one moment, inside a repeatable-read transaction
 * @throws what the database says when it cannot read its own files
 */
export async function verifyLog(client: pg.Client): Promise<LogReport> {
  const crc = (await hasChecksums(client)) ? 'crc' : 'null::integer';
  const report: LogReport = { rooms: 0, updates: 0, unchecked: 0, damage: [], digests: {} };
  let hash: Hash | undefined;
  let roomId = '';
  const endRoom = (): void => {
    if (hash) report.digests[roomId] = hash.digest('hex');
    hash = undefined;
  };
  let after: [string, string] = ['00000000-0000-0000-0000-000000000000', '0'];
  for (;;) {
    const { rows } = await client.query<{
      room_id: string;
      seq: string;
      bytes: Buffer;
      crc: number | null;
    }>(
      `select room_id, seq, bytes, ${crc} as crc from room_update where (room_id, seq) > ($1, $2)
       order by room_id, seq limit ${pageRows}`,
      after,
    );
    for (const row of rows) {
      if (row.room_id !== roomId) {
        endRoom();
        roomId = row.room_id;
        hash = createHash('sha256');
        report.rooms++;
      }
      hash?.update(row.seq).update('\0').update(row.bytes);
      report.updates++;
      if (row.crc === null) report.unchecked++;
      else if (row.crc !== checksum(row.bytes)) {
        report.damage.push({ roomId, seq: Number(row.seq), what: 'update' });
      }
    }
    const last = rows.at(-1);
    if (!last) break;
    after = [last.room_id, last.seq];
  }
  endRoom();
  await verifySnapshots(client, report, crc);
  return report;
}

/** Schemas from before the first release with checksums are backed up and restored too. */
async function hasChecksums(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from pg_attribute where attrelid = 'room_update'::regclass and attname = 'crc' and not attisdropped`,
  );
  return rowCount === 1;
}

async function verifySnapshots(client: pg.Client, report: LogReport, crc: string): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await client.query<{ room_id: string; state: Buffer; crc: number | null }>(
      `select room_id, state, ${crc} as crc from room_snapshot where room_id > $1 order by room_id limit 20`,
      [after],
    );
    for (const { room_id: roomId, state, crc: expected } of rows) {
      if (expected !== null && expected !== checksum(state)) {
        report.damage.push({ roomId, seq: 0, what: 'snapshot' });
      }
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.room_id;
  }
}
