import type { EndedRun, Explanation } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { RoomHelp } from './room-help.ts';

const run = (family: string): EndedRun => ({
  end: { reason: 'error', exitCode: 1, durationMs: 1, truncated: false },
  files: [],
  entry: 'main.py',
  errorText: family,
});
const explanation = (family: string, file = 'main.py'): Explanation => ({
  ...{ family, file, line: 3, title: 'T', what: 'W.', why: 'Y.', question: 'Q?', original: 'E' },
  hints: [`${family} one`, `${family} two`, `${family} three`],
  specific: true,
});

function aRoom() {
  let now = 1_000_000;
  const help = new RoomHelp({
    explain: ({ errorText }) => (errorText === '' ? undefined : explanation(errorText)),
    clock: { now: () => now },
  });
  return { help, skip: (ms: number) => (now += ms) };
}

test('an error shows what it means, and no hint before somebody asks', () => {
  const { help } = aRoom();
  const view = help.ended('room', 'run-1', run('index'));
  expect(view).toMatchObject({ runId: 'run-1', hints: [], nextInMs: 0 });
  expect(view?.explanation).toMatchObject({ family: 'index', what: 'W.' });
  // What is not open yet is not sent.
  expect(JSON.stringify(view)).not.toContain('index one');
  expect(help.view('room')).toEqual(view);
  expect(help.view('another room')).toBeNull();
});

test('the next hint opens after a while', () => {
  const { help, skip } = aRoom();
  help.ended('room', 'run-1', run('index'));
  expect(help.open('room', 'run-1', 1)).toMatchObject({ hints: ['index one'], nextInMs: 90_000 });
  skip(60_000);
  expect(help.view('room')?.nextInMs).toBe(30_000);
  expect(() => help.open('room', 'run-1', 2)).toThrow('Try it once more');
  skip(30_000);
  expect(help.open('room', 'run-1', 2).hints).toEqual(['index one', 'index two']);
  skip(90_000);
  expect(help.open('room', 'run-1', 3)).toMatchObject({ nextInMs: null });
});

test('the next hint opens after one more run with the same error', () => {
  const { help } = aRoom();
  help.ended('room', 'run-1', run('index'));
  help.open('room', 'run-1', 1);
  expect(help.ended('room', 'run-2', run('index'))).toMatchObject({
    hints: ['index one'],
    nextInMs: 0,
  });
  expect(() => help.open('room', 'run-2', 3)).toThrow('Try it once more');
  expect(help.open('room', 'run-2', 2)).toMatchObject({ nextInMs: 90_000 });
  // Asked for twice, opened once: a partner's click at the same time takes no further hint.
  expect(help.open('room', 'run-2', 2).hints).toEqual(['index one', 'index two']);
});

test('another error begins anew, and a good run takes the help away', () => {
  const { help } = aRoom();
  help.ended('room', 'run-1', run('index'));
  help.open('room', 'run-1', 1);
  expect(help.ended('room', 'run-2', run('name'))).toMatchObject({ hints: [], nextInMs: 0 });
  expect(() => help.open('room', 'run-1', 1)).toThrow('has run again since');
  expect(help.ended('room', 'run-3', run(''))).toBeNull();
  expect(help.view('room')).toBeNull();
});

test('only the last rooms are kept', () => {
  const { help } = aRoom();
  for (let i = 0; i < 600; i += 1) help.ended(`room-${String(i)}`, 'run', run('index'));
  expect(help.view('room-0')).toBeNull();
  expect(help.view('room-599')).not.toBeNull();
});
