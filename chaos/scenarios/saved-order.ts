import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openTypist } from '../provider.ts';
import { token } from '../tokens.ts';
import type { Scenario, World } from '../world.ts';

/**
 * From the system calls: between the moment an edit goes to the database and the moment Saved goes to its author, the
 * database has had its log forced to the disk.
 */
export const savedOrder: Scenario = {
  name: 'saved order',
  atLeast: () => 5,
  async run(world) {
    try {
      execFileSync('strace', ['-V'], { stdio: 'pipe' });
    } catch {
      return { skipped: 'strace is not installed' };
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'learnflow-strace-'));
    try {
      const edits = await record(world, path.join(folder, 'calls'));
      const wrong = edits.words.filter(
        (word) => !isInOrder(readFileSync(path.join(folder, 'calls'), 'utf8'), word),
      );
      const { length } = edits.words;
      return {
        acknowledged: length,
        lost: wrong.length,
        doubled: 0,
        diverged: 0,
        stuck: edits.stuck,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Types a few words with everything recorded, each after the last was saved. */
async function record(world: World, file: string): Promise<{ words: string[]; stuck: number }> {
  const [seat] = await world.school.join(1);
  if (!seat) throw new Error('Nobody joined');
  let saved = 0;
  const typist = openTypist({ ...seat, url: world.url, origin: world.url, onSaved: () => saved++ });
  while (!typist.text()) await delay(20);
  await delay(500);
  const pids = [world.product.pid, ...world.postgresPids()].flatMap((pid) => ['-p', String(pid)]);
  const calls = 'trace=write,writev,sendto,sendmsg,fsync,fdatasync,sync_file_range,pwrite64';
  const strace = spawn(
    'strace',
    ['-f', '-ttt', '-s', '4096', '-xx', '-e', calls, '-o', file, ...pids],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await once(strace.stderr, 'data');
  await delay(500);
  const words: string[] = [];
  let stuck = 0;
  for (let n = 0; n < 5; n++) {
    const before = saved;
    const word = token('order', n);
    typist.text()?.insert(0, word);
    words.push(word);
    for (let waitedMs = 0; saved === before && waitedMs < 5000; waitedMs += 20) await delay(20);
    if (saved === before) stuck++;
  }
  strace.kill('SIGINT');
  await once(strace, 'exit');
  typist.leave();
  return { words, stuck };
}

/** @param calls  what strace wrote: pid, time, call with its bytes in hexadecimal */
function isInOrder(calls: string, word: string): boolean {
  const lines = calls.split('\n');
  // Bytes go to the database as hexadecimal digits.
  const digits = inStrace(Buffer.from(word).toString('hex'));
  const asked = lines.findIndex((line) => line.includes(digits));
  // A binary websocket frame (0x82), its length, and message 100.
  const answered = lines.findIndex(
    (line, at) =>
      at > asked && /\\x82\\x[0-9a-f]{2}(", iov_len=2\}, \{iov_base=")?\\x64/.test(line),
  );
  const forced = lines.findIndex(
    (line, at) => at > asked && /(fdatasync|fsync)(\(| resumed).*= 0/.test(line),
  );
  return asked !== -1 && forced !== -1 && answered !== -1 && forced < answered;
}

/** @returns the text as strace -xx shows it */
function inStrace(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
