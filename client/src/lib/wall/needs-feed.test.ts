import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NeedsFeed } from './needs-feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a storm of events asks at once, and then once in ten seconds', async () => {
  const ask = vi.fn(() => Promise.resolve([]));
  const tell = vi.fn();
  const feed = new NeedsFeed(ask, tell);
  for (let n = 0; n < 50; n += 1) feed.touch();
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(tell).toHaveBeenCalledTimes(1);
  for (let n = 0; n < 50; n += 1) feed.touch();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ask).toHaveBeenCalledTimes(2);
  // Where nothing happens nothing is asked.
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a failed question keeps what was known, and the next event asks again', async () => {
  const ask = vi.fn(() => Promise.reject(new Error('away')));
  const tell = vi.fn();
  const feed = new NeedsFeed(ask, tell);
  feed.touch();
  await vi.advanceTimersByTimeAsync(0);
  expect(tell).not.toHaveBeenCalled();
  feed.touch();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).toHaveBeenCalledTimes(2);
  feed.touch();
  feed.close();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(ask).toHaveBeenCalledTimes(2);
});
