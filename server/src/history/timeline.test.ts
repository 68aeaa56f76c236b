import { Timeline } from '@learnflow/shared/timeline';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';

const main = (doc: Y.Doc) =>
  doc.getMap<Y.Map<unknown>>('files').get('main')?.get('text') as Y.Text | undefined;

/** A live document that logs, as a room does, and clients that are now and then out of touch. */
function aLoggedRoom(people: number) {
  const live = new Y.Doc();
  const timeline = new Timeline(Y);
  const texts: string[] = [];
  let at = 1_000;
  live.on('update', (bytes: Uint8Array, origin: unknown) => {
    at += 100;
    timeline.add({
      seq: timeline.rows.length + 1,
      at,
      memberId: String(origin),
      kind: 'typed',
      bytes,
    });
    if (people > 0) texts.push(String(main(live) ?? ''));
  });
  live.transact(() => {
    const file = new Y.Map<unknown>([
      ['name', 'main.py'],
      ['text', new Y.Text()],
      ['order', 0],
    ]);
    live.getMap('files').set('main', file);
  }, 'server');
  const clients = Array.from({ length: people }, () => new Y.Doc());
  const meet = (n: number): void => {
    const client = clients[n];
    if (!client) return;
    const brought = Y.encodeStateAsUpdate(client, Y.encodeStateVector(live));
    Y.applyUpdate(live, brought, `member ${n}`);
    Y.applyUpdate(client, Y.encodeStateAsUpdate(live, Y.encodeStateVector(client)));
  };
  clients.forEach((_, n) => meet(n));
  return { live, timeline, texts, clients, meet };
}

describe('a timeline', () => {
  test('gives every moment of people typing at the same time and apart, emoji cut in half included', () => {
    const { timeline, texts, clients, meet } = aLoggedRoom(3);
    const snippets = ['a', '\n', '😀', 'é', 'def f():\n', '👩‍👩‍👧'];
    let state = 7;
    const below = (max: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * max);
    };
    for (let step = 0; step < 3_000; step++) {
      const n = below(3);
      const text = clients[n] && main(clients[n]);
      if (!text) throw new Error('The file is missing');
      const place = below(text.length + 1);
      if (below(100) < 55 || text.length < 5) text.insert(place, snippets[below(6)] ?? '');
      else {
        const from = Math.min(place, text.length - 1);
        text.delete(from, Math.min(1 + below(6), text.length - from));
      }
      if (below(10) < 7) meet(n);
    }
    expect(texts.length).toBeGreaterThan(1_000);
    expect(texts.some((text) => text.includes('\ufffd'))).toBe(true);
    for (const [n, text] of texts.entries()) {
      expect(timeline.filesAt(n + 1)[0]?.text).toBe(text);
    }
  });

  test('before the first update there is nothing, and after the last it stays as it is', () => {
    const { timeline, texts } = aLoggedRoom(1);
    expect(timeline.filesAt(0)).toEqual([]);
    expect(timeline.filesAt(texts.length + 5)).toEqual(timeline.filesAt(texts.length));
  });

  test('a moment is found by its time and by its number', () => {
    const { timeline, clients, meet } = aLoggedRoom(1);
    const text = clients[0] && main(clients[0]);
    text?.insert(0, 'a');
    meet(0);
    text?.insert(1, 'b');
    meet(0);
    expect(timeline.rows.map(({ at }) => at)).toEqual([1_100, 1_200, 1_300]);
    expect(timeline.momentAt(1_099)).toBe(0);
    expect(timeline.momentAt(1_299)).toBe(2);
    expect(timeline.momentAt(9_999)).toBe(3);
    expect(timeline.momentOfSeq(2)).toBe(2);
    expect(timeline.nameOf(2)).toEqual({ seq: 2, at: 1_200 });
  });

  test('a clock that was set back does not make the past jump', () => {
    const doc = new Y.Doc();
    const timeline = new Timeline(Y);
    const bytes = Y.encodeStateAsUpdate(doc);
    for (const [n, at] of [500, 100, 700].entries()) {
      timeline.add({ seq: n + 1, at, memberId: null, kind: 'typed', bytes });
    }
    expect(timeline.rows.map(({ at }) => at)).toEqual([500, 500, 700]);
  });

  test('it says where the last update of a moment changed the text', () => {
    const { timeline, clients, meet } = aLoggedRoom(1);
    const text = clients[0] && main(clients[0]);
    text?.insert(0, 'abcdef');
    meet(0);
    text?.insert(3, 'XY');
    meet(0);
    text?.delete(1, 2);
    meet(0);
    expect(timeline.lastChangeAt(3)).toEqual({ fileId: 'main', from: 3, to: 5 });
    expect(timeline.lastChangeAt(4)).toEqual({ fileId: 'main', from: 1, to: 1 });
  });

  test('changes say who added and who took away, and where', () => {
    const { timeline, clients, meet } = aLoggedRoom(2);
    main(clients[0] as Y.Doc)?.insert(0, 'one two');
    meet(0);
    meet(1);
    const text = main(clients[1] as Y.Doc);
    text?.delete(0, 4);
    text?.insert(3, '!');
    meet(1);
    const { authors } = timeline.changes(2, 3);
    expect(authors).toEqual([
      {
        memberId: 'member 1',
        edits: 1,
        inserted: 1,
        deleted: 4,
        pieces: [
          { fileId: 'main', kind: 'deleted', offset: 0, text: 'one ' },
          { fileId: 'main', kind: 'inserted', offset: 3, text: '!' },
        ],
      },
    ]);
    expect(timeline.authorsAt(3)[0]?.ranges).toEqual([
      [3, 'member 0'],
      [1, 'member 1'],
    ]);
  });

  test('a row that cannot be read changes nothing and stops nothing', () => {
    const { timeline, live } = aLoggedRoom(1);
    const at = 5_000;
    const broken = new Uint8Array([9, 9, 9, 9]);
    expect(timeline.add({ seq: 50, at, memberId: null, kind: 'typed', bytes: broken })).toBe(false);
    main(live)?.insert(0, 'still here');
    expect(timeline.filesAt(timeline.rows.length)[0]?.text).toBe('still here');
  });

  test('finds any of 50 000 moments in a few milliseconds', () => {
    const { timeline, live } = aLoggedRoom(0);
    const text = main(live) as Y.Text;
    let state = 1;
    const below = (max: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * max);
    };
    let caret = 0;
    while (timeline.rows.length < 50_000) {
      if (below(30) === 0) caret = below(text.length + 1);
      if (below(5) === 0 && caret > 0) text.delete(--caret, 1);
      else text.insert(caret++, 'abc def\n'[below(8)] ?? '');
    }
    timeline.filesAt(1);
    const times = Array.from({ length: 200 }, () => {
      const started = performance.now();
      timeline.filesAt(below(50_000));
      return performance.now() - started;
    }).sort((a, b) => a - b);
    expect(times[100]).toBeLessThan(50);
  }, 60_000);
});
