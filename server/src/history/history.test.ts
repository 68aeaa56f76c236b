import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  HistoryAuthors,
  HistoryChanges,
  HistoryLogPage,
  HistoryText,
  HistoryView,
  RestoreReply,
} from '@learnflow/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  aFile,
  type HistoryClass,
  historyOf,
  startHistoryClass,
  textOf,
} from '../../test/history-class.ts';

let database: TestDatabase;
let school: HistoryClass;

beforeAll(async () => {
  database = await createTestDatabase();
  school = await startHistoryClass(database.db);
});
afterAll(async () => {
  await school.server.close();
  await database.close();
});

describe('two thousand random edits by three people, with files, emoji and pauses', () => {
  const people: string[] = [];
  /** What was live after each stored update: text by file, as JSON. */
  const live: string[] = [];
  const writers: string[] = [];
  let numbers: number[] = [];
  let roomId: string;

  beforeAll(async () => {
    roomId = school.maya.join.roomId;
    const me = await school.teacher.call<{ id: string; role: string }[]>(
      'GET',
      `/api/classes/${school.lesson.classId}/members`,
    );
    people.push(school.maya.join.memberId, school.leo.join.memberId);
    const staff = me.body.find?.(({ role }) => role === 'teacher');
    if (staff) people.push(staff.id);
    const random = aRandom(20261120);
    await school.server.documents.files(roomId);
    live.push(JSON.stringify(await school.server.documents.files(roomId)));
    writers.push('');
    for (let n = 0; n < 2_000; n++) {
      const memberId = people[Math.floor(random() * people.length)] ?? '';
      let isChanged = false;
      await school.server.documents.change(roomId, { memberId, kind: 'typed' }, (doc) => {
        doc.once('update', () => (isChanged = true));
        editAtRandom(doc, random, n);
      });
      if (!isChanged) continue;
      live.push(JSON.stringify(await school.server.documents.files(roomId)));
      writers.push(memberId);
      if (n % 100 === 0) await nextTurn();
    }
    await school.stored(roomId, live.length);
    numbers = (await school.listAll(roomId)).map(({ seq }) => seq);
  }, 120_000);

  test('every stored moment reads back byte for byte as it was live', async () => {
    expect(numbers.length).toBe(live.length);
    expect(live.length).toBeGreaterThan(1_900);
    for (const [n, seq] of numbers.entries()) {
      const moment = { seq };
      const { files } = await school.server.timelines.ask(roomId, 'text', { moment });
      if (JSON.stringify(files) !== live[n]) {
        expect(JSON.stringify(files), `update ${n}`).toBe(live[n]);
      }
      if (n % 100 !== 0) continue;
      const answer = await school.teacher.call<HistoryText>(
        'GET',
        historyOf(roomId, `/text?seq=${seq}`),
      );
      expect(JSON.stringify(answer.body.files)).toBe(live[n]);
      expect(answer.body.seq).toBe(seq);
    }
  }, 300_000);

  test('the ranges of authorship cover each file exactly and name its writers', async () => {
    for (let n = 0; n < numbers.length; n += 501) {
      const { body } = await school.teacher.call<HistoryAuthors>(
        'GET',
        historyOf(roomId, `/authors?seq=${numbers[n]}`),
      );
      const files = JSON.parse(live[n] ?? '[]') as { id: string; text: string }[];
      expect(body.files.map(({ id }) => id)).toEqual(files.map(({ id }) => id));
      for (const [place, { ranges }] of body.files.entries()) {
        const length = ranges.reduce((sum, [chars]) => sum + chars, 0);
        expect(length).toBe(files[place]?.text.length);
        for (const [chars, memberId] of ranges) {
          expect(chars).toBeGreaterThan(0);
          expect(people).toContain(memberId);
        }
      }
    }
  });

  test('changes between two moments add up to the difference in length', async () => {
    const lengthAt = (n: number) =>
      (JSON.parse(live[n] ?? '[]') as { text: string }[]).reduce(
        (sum, f) => sum + f.text.length,
        0,
      );
    for (const [a, b] of [
      [10, 11],
      [100, 900],
      [300, 1_500],
      [0, live.length - 1],
    ] as const) {
      const { body } = await school.teacher.call<HistoryChanges>(
        'GET',
        historyOf(roomId, `/changes?fromSeq=${numbers[a]}&toSeq=${numbers[b]}`),
      );
      const sum = (of: 'inserted' | 'deleted' | 'edits') =>
        body.authors.reduce((total, author) => total + author[of], 0);
      expect(sum('inserted') - sum('deleted')).toBe(lengthAt(b) - lengthAt(a));
      expect(sum('edits')).toBe(b - a);
      for (const author of body.authors) {
        expect(author.edits).toBe(
          writers.slice(a + 1, b + 1).filter((w) => w === author.memberId).length,
        );
      }
    }
  });

  test('the raw log comes in bounded pages and is the whole record', async () => {
    const doc = new Y.Doc();
    let updates = 0;
    let after: number | null = 0;
    while (after !== null) {
      const answer: { body: HistoryLogPage } = await school.teacher.call<HistoryLogPage>(
        'GET',
        historyOf(roomId, `/log?after=${after}`),
      );
      expect(JSON.stringify(answer.body).length).toBeLessThan(1024 * 1024);
      const bytes = Buffer.from(answer.body.updates, 'base64');
      let at = 0;
      for (const [, , , , length] of answer.body.rows) {
        Y.applyUpdate(doc, bytes.subarray(at, at + length));
        at += length;
        updates++;
      }
      after = answer.body.next;
    }
    expect(updates).toBe(live.length);
    const files = JSON.parse(live.at(-1) ?? '[]') as { id: string; text: string }[];
    for (const { id, text } of files) expect(String(textOf(doc, id))).toBe(text);
  });

  test('restoring gives the text of that moment, as a new edit on top of an untouched log', async () => {
    for (const n of [1_000, 40, 1_800]) {
      const before = await school.listAll(roomId);
      const { body } = await school.teacher.call<RestoreReply>(
        'POST',
        historyOf(roomId, '/restore'),
        {
          seq: numbers[n],
        },
      );
      expect(body.changed).toBe(true);
      const now = await school.server.documents.files(roomId);
      const then = JSON.parse(live[n] ?? '[]') as { id: string; name: string; text: string }[];
      for (const file of then) {
        expect(now.find(({ id }) => id === file.id)?.text).toBe(file.text);
      }
      const after = await school.listAll(roomId);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.slice(before.length).map(({ seq, kind }) => ({ seq, kind }))).toEqual([
        { seq: body.seq, kind: 'restored' },
      ]);
      const again = await school.teacher.call<HistoryText>(
        'GET',
        historyOf(roomId, `/text?seq=${numbers[n]}`),
      );
      expect(JSON.stringify(again.body.files)).toBe(live[n]);
    }
    const view = await school.teacher.call<HistoryView>('GET', historyOf(roomId));
    expect(view.body.markers.filter(({ kind }) => kind === 'restored')).toHaveLength(3);
  }, 60_000);
});

const snippets = ['x', '\n', '    ', 'print(i)\n', '😀', 'é', 'for i in x:\n', '👩‍👧', '"', '0'];

/** Typing, deleting (also through the middle of an emoji), and now and then files. */
function editAtRandom(doc: Y.Doc, random: () => number, n: number): void {
  const below = (max: number) => Math.floor(random() * max);
  const files = doc.getMap<Y.Map<unknown>>('files');
  const ids = [...files.keys()];
  const dice = random();
  if (dice < 0.003 && ids.length < 6) {
    files.set(`f${n}`, aFile(`f${n}.py`, snippets[below(snippets.length)] ?? '', n));
    return;
  }
  const id = ids[below(ids.length)] ?? 'main';
  if (dice < 0.005 && id !== 'main') {
    files.delete(id);
    return;
  }
  if (dice < 0.008) {
    files.get(id)?.set('name', `r${n}.py`);
    return;
  }
  const text = textOf(doc, id);
  const place = below(text.length + 1);
  if (random() < 0.56 || text.length < 10) {
    text.insert(place, snippets[below(snippets.length)] ?? '');
  } else {
    const from = Math.min(place, text.length - 1);
    text.delete(from, Math.min(1 + below(9), text.length - from));
  }
}

/** Numbers in [0, 1) that come the same each time. */
function aRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
