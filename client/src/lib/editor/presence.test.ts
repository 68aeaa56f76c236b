import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { isElsewhere, peopleIn, publishSelection, remoteCarets } from './presence.ts';

/** Two browsers with one text; what the first publishes arrives at the second as JSON. */
function aPair() {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  mine.getText('t').insert(0, 'hello world');
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const from = new Awareness(mine);
  const to = new Awareness(theirs);
  const user = { memberId: 'm', name: 'Leo Marchetti', role: 'student', ink: 'coral' };
  const arrive = (state: Record<string, unknown> = {}): void => {
    const json: unknown = JSON.parse(JSON.stringify({ ...from.getLocalState(), user, ...state }));
    to.states.set(mine.clientID, json as Record<string, unknown>);
  };
  return {
    mine: mine.getText('t'),
    theirs: theirs.getText('t'),
    theirDoc: theirs,
    from,
    to,
    arrive,
  };
}

test('a published selection is found at the same letters', () => {
  const { mine, theirs, from, to, arrive } = aPair();
  publishSelection(from, mine, 9, 6);
  arrive();
  expect(remoteCarets(to, theirs)).toMatchObject([{ name: 'Leo', from: 6, to: 9, head: 6 }]);
});

test('a caret stays with the letter before it when somebody else types there', () => {
  const { mine, theirs, from, to, arrive } = aPair();
  publishSelection(from, mine, 5, 5);
  arrive();
  theirs.insert(5, ', dear');
  expect(remoteCarets(to, theirs)[0]?.head).toBe(5);
  theirs.insert(0, 'oh ');
  expect(remoteCarets(to, theirs)[0]?.head).toBe(8);
});

test('what is no position or no person is left out', () => {
  const { theirs, to, arrive } = aPair();
  arrive({ selection: { anchor: 'x', head: { tname: 5 } } });
  expect(remoteCarets(to, theirs)).toEqual([]);
  arrive({ user: null });
  expect(peopleIn(to)).toEqual([]);
});

test('a person with two screens is one person', () => {
  const { to, arrive } = aPair();
  arrive();
  to.states.set(999, {
    user: { memberId: 'm', name: 'Leo Marchetti', role: 'student', ink: 'coral' },
  });
  expect(peopleIn(to)).toHaveLength(1);
});

test('another browser of the same person counts as another screen, the own one and other people do not', () => {
  const { mine, to, theirDoc, arrive } = aPair();
  arrive();
  expect(isElsewhere(to, 'm', theirDoc.clientID)).toBe(true);
  expect(isElsewhere(to, 'm', mine.doc?.clientID ?? 0)).toBe(false);
  expect(isElsewhere(to, 'somebody else', theirDoc.clientID)).toBe(false);
});
