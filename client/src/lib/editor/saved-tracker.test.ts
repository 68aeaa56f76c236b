import { expect, test } from 'vitest';
import { SavedTracker } from './saved-tracker.ts';

const me = 7;
const vector = (entries: Record<number, number>): Map<number, number> =>
  new Map(Object.entries(entries).map(([client, clock]) => [Number(client), clock]));

function connected(): SavedTracker {
  const tracker = new SavedTracker(me);
  tracker.opened();
  tracker.sent(true);
  return tracker;
}

test('typing is saved only when the proof reaches its clock', () => {
  const tracker = connected();
  tracker.sent(false);
  tracker.changed(1);
  tracker.sent(false);
  tracker.changed(2);
  expect(tracker.unsaved).toBe(2);
  tracker.proved(vector({ [me]: 1 }), 2);
  expect(tracker.saved).toBe(false);
  expect(tracker.unsaved).toBe(1);
  tracker.proved(vector({ [me]: 2 }), 3);
  expect(tracker.saved).toBe(true);
});

test('a removal is not taken for saved by the proof of the letter before it', () => {
  const tracker = connected();
  tracker.sent(false);
  tracker.changed(1);
  tracker.sent(false);
  tracker.changed(1);
  tracker.proved(vector({ [me]: 1 }), 2);
  expect(tracker.saved).toBe(false);
  tracker.proved(vector({ [me]: 1 }), 3);
  expect(tracker.saved).toBe(true);
});

test('changes made while the line is cut wait for the proof of the frame that brings them', () => {
  const tracker = connected();
  tracker.cut();
  tracker.changed(3);
  tracker.changed(3);
  tracker.opened();
  tracker.proved(vector({ [me]: 2 }), 0);
  expect(tracker.saved).toBe(false);
  tracker.sent(true);
  tracker.proved(vector({ [me]: 3 }), 0);
  expect(tracker.saved).toBe(false);
  tracker.proved(vector({ [me]: 3 }), 1);
  expect(tracker.saved).toBe(true);
});

test('a proof that was lost with the line is asked for again', () => {
  const tracker = connected();
  tracker.sent(false);
  tracker.changed(1);
  tracker.cut();
  tracker.opened();
  expect(tracker.saved).toBe(false);
  tracker.sent(true);
  tracker.proved(vector({ [me]: 1 }), 1);
  expect(tracker.saved).toBe(true);
});

test('work of an earlier visit that the server lacks is owed until it is covered', () => {
  const tracker = new SavedTracker(me);
  tracker.opened();
  tracker.compared(vector({ 3: 10 }), vector({ 3: 10, 5: 4 }));
  expect(tracker.unsaved).toBe(1);
  tracker.sent(true);
  tracker.proved(vector({ 3: 10, 5: 4 }), 1);
  expect(tracker.saved).toBe(true);
});

test('a server that counts no frames is believed by its vector', () => {
  const tracker = connected();
  tracker.sent(false);
  tracker.changed(1);
  tracker.proved(vector({ [me]: 1 }));
  expect(tracker.saved).toBe(true);
});
