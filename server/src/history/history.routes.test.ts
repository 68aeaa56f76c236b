import {
  collabLimits,
  type HistoryView,
  type HistoryWriters,
  type RestoreReply,
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

describe('a short history', () => {
  let roomId: string;
  beforeAll(async () => {
    roomId = school.leo.join.roomId;
    await school.type(roomId, school.leo.join.memberId, 'for i in range(3):\n    print(i)\n');
    await school.type(roomId, school.maya.join.memberId, 'print("done")\n');
    await school.stored(roomId, 3);
  });

  test('says who wrote how much and when', async () => {
    const view = await school.stored(roomId, 3);
    expect(view.authors.map(({ name, edits, role }) => [name, edits, role]).sort()).toEqual([
      ['Leo', 1, 'student'],
      ['Maya', 1, 'student'],
    ]);
    expect(view.bins.reduce((sum, [, edits]) => sum + edits, 0)).toBe(2);
    expect(view.markers.map(({ kind }) => kind)).toEqual(['seed']);
    expect(view.canRestore).toBe(true);
  });

  test('says whose client ids are whose, for the margin of an editor', async () => {
    await school.stored(roomId, 3);
    const { body: reply } = await school.teacher.call<HistoryWriters>(
      'GET',
      historyOf(roomId, '/writers'),
    );
    expect(reply.people.map(({ name }) => name).sort()).toEqual(['Leo', 'Maya']);
    const writers = reply.writers.flatMap(([, turns]) => turns.map(([, memberId]) => memberId));
    expect(new Set(writers)).toEqual(
      new Set([null, school.leo.join.memberId, school.maya.join.memberId]),
    );
  });

  test('restoring touches only what differs: a caret elsewhere stays where it is', async () => {
    const moment = (await school.listAll(roomId)).at(-1)?.seq;
    await school.server.documents.change(
      roomId,
      { memberId: school.leo.join.memberId, kind: 'typed' },
      (doc) => {
        const text = textOf(doc, 'main');
        text.delete(15, 1);
        text.insert(15, '30');
      },
    );
    await school.stored(roomId, 4);
    const doc = school.server.documents.peek(roomId);
    if (!doc) throw new Error('The room is not in memory');
    const text = textOf(doc, 'main');
    const end = Y.createRelativePositionFromTypeIndex(text, text.length - 3);
    let delta: unknown;
    text.observe((event) => (delta = event.delta));
    await school.leo.device.call('POST', historyOf(roomId, '/restore'), { seq: moment });
    expect(String(text)).toBe('for i in range(3):\n    print(i)\nprint("done")\n');
    expect(delta).toEqual([{ retain: 16 }, { delete: 1 }]);
    expect(Y.createAbsolutePositionFromRelativePosition(end, doc)?.index).toBe(text.length - 3);
  });

  test('restoring what is there already changes nothing', async () => {
    const before = await school.listAll(roomId);
    const { body } = await school.leo.device.call<RestoreReply>(
      'POST',
      historyOf(roomId, '/restore'),
      {
        seq: before.at(-1)?.seq,
      },
    );
    expect(body.changed).toBe(false);
    expect(await school.listAll(roomId)).toEqual(before);
  });

  test('a deleted file comes back, a later one stays, and a name that is taken is changed', async () => {
    const memberId = school.leo.join.memberId;
    const change = (edit: (files: Y.Map<unknown>) => void) =>
      school.server.documents.change(roomId, { memberId, kind: 'typed' }, (doc) =>
        edit(doc.getMap('files')),
      );
    await change((files) => files.set('old', aFile('notes.txt', 'keep me', 5)));
    await expect.poll(async () => (await school.listAll(roomId)).length).toBe(6);
    const moment = (await school.listAll(roomId)).at(-1)?.seq;
    await change((files) => {
      files.delete('old');
      files.set('new', aFile('notes.txt', 'later', 6));
    });
    await expect.poll(async () => (await school.listAll(roomId)).length).toBe(7);
    await school.leo.device.call('POST', historyOf(roomId, '/restore'), { seq: moment });
    const files = await school.server.documents.files(roomId);
    expect(files.slice(1)).toEqual([
      { id: 'new', name: 'notes.txt', text: 'later' },
      { id: 'old', name: 'notes_2.txt', text: 'keep me' },
    ]);
  });
});

test('a version for which the room has no space is refused in a sentence, and comes back when there is', async () => {
  const { roomId, memberId } = school.maya.join;
  const change = (edit: (text: Y.Text) => void) =>
    school.server.documents.change(roomId, { memberId, kind: 'typed' }, (doc) =>
      edit(textOf(doc, 'main')),
    );
  await school.server.documents.files(roomId);
  await change((text) => text.insert(0, 'a'.repeat(1024 * 1024)));
  await school.stored(roomId, 2);
  const moment = (await school.listAll(roomId)).at(-1)?.seq;
  await change((text) => {
    text.delete(0, text.length);
    text.insert(0, 'b'.repeat(collabLimits.maxDocumentBytes - 512 * 1024));
  });
  await school.stored(roomId, 3);
  const restore = () =>
    school.maya.device.call<{ error: { code: string; message: string } }>(
      'POST',
      historyOf(roomId, '/restore'),
      { seq: moment },
    );
  const refused = await restore();
  expect(refused.status).toBe(413);
  expect(JSON.stringify(refused.body)).toContain('The room is full, so the earlier version');
  const [file] = await school.server.documents.files(roomId);
  expect(file?.text.startsWith('bbb')).toBe(true);
  await change((text) => text.delete(0, text.length));
  // A full document is measured at most once a second.
  await expect
    .poll(async () => (await restore()).status, { timeout: 15_000, interval: 500 })
    .toBe(200);
  const [back] = await school.server.documents.files(roomId);
  expect(back?.text).toBe('a'.repeat(1024 * 1024));
}, 60_000);

describe('who may look into the past', () => {
  const paths = ['', '/text', '/authors', '/changes', '/writers', '/log'];

  test('a student cannot read or restore the history of another student’s room', async () => {
    for (const path of paths) {
      const answer = await school.leo.device.call('GET', historyOf(school.maya.join.roomId, path));
      expect([path, answer.status]).toEqual([path, 404]);
    }
    const answer = await school.leo.device.call(
      'POST',
      historyOf(school.maya.join.roomId, '/restore'),
      {
        seq: 1,
      },
    );
    expect(answer.status).toBe(404);
  });

  test('nor can a teacher of another class, nor somebody without a session', async () => {
    const stranger = await school.server.teacher('Mr Other');
    for (const path of paths) {
      expect((await stranger.call('GET', historyOf(school.maya.join.roomId, path))).status).toBe(
        404,
      );
      expect(
        (await school.server.device().call('GET', historyOf(school.maya.join.roomId, path))).status,
      ).toBe(401);
    }
  });

  test('a partner may look, but bringing a version back is for the owner and staff', async () => {
    await database.db
      .updateTable('seat')
      .set({ room_id: school.leo.join.roomId })
      .where('member_id', '=', school.maya.join.memberId)
      .execute();
    const view = await school.maya.device.call<HistoryView>(
      'GET',
      historyOf(school.leo.join.roomId),
    );
    expect([view.status, view.body.canRestore]).toEqual([200, false]);
    const answer = await school.maya.device.call(
      'POST',
      historyOf(school.leo.join.roomId, '/restore'),
      {
        at: 5,
      },
    );
    expect(answer.status).toBe(403);
  });

  test('what is not a moment is refused', async () => {
    const room = school.leo.join.roomId;
    for (const path of ['/text?at=soon', '/text?seq=-1', '/changes?from=1e9', '/log?after=x']) {
      expect((await school.leo.device.call('GET', historyOf(room, path))).status).toBe(400);
    }
    for (const body of [{}, { at: 1, seq: 1 }, { seq: -1 }, { at: '1' }]) {
      expect((await school.leo.device.call('POST', historyOf(room, '/restore'), body)).status).toBe(
        400,
      );
    }
  });
});
