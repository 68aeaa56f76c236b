import { describe, expect, test } from 'vitest';
import { type RunFact, type StatusFacts, statusOf } from './status.ts';

const now = 1_000_000_000;
const facts = (part: Partial<StatusFacts> = {}): StatusFacts => ({
  handAt: 0,
  runs: [],
  goneAt: undefined,
  finishedAt: undefined,
  activeAt: now - 1_000,
  ...part,
});
const failed = (at: number, failure: string | undefined = 'IndexError', line = 7): RunFact => ({
  at,
  ok: false,
  failure,
  line,
});
const fine = (at: number): RunFact => ({ at, ok: true, failure: undefined, line: undefined });
const threeAlike = [failed(1), failed(2), failed(3)];

describe('the ring of a tile', () => {
  test('a raised hand comes before everything else', () => {
    const all = facts({ handAt: 5, runs: threeAlike, goneAt: 1, finishedAt: 1, activeAt: 0 });
    expect(statusOf(all, now)).toEqual({ status: 'help', since: 5, reason: '' });
  });

  test('then stuck, offline, finished, idle and flowing, in this order', () => {
    const gone = { goneAt: now - 20_000, finishedAt: 9, activeAt: 0 };
    expect(statusOf(facts({ ...gone, runs: threeAlike }), now).status).toBe('stuck');
    expect(statusOf(facts(gone), now)).toMatchObject({ status: 'offline', since: now - 20_000 });
    expect(statusOf(facts({ finishedAt: 9, activeAt: 0 }), now).status).toBe('finished');
    expect(statusOf(facts({ activeAt: now - 180_000 }), now)).toMatchObject({
      status: 'idle',
      since: now - 180_000,
    });
    expect(statusOf(facts(), now).status).toBe('flowing');
  });

  test('nobody is idle before three minutes or offline before twenty seconds', () => {
    expect(statusOf(facts({ activeAt: now - 179_999 }), now).status).toBe('flowing');
    expect(statusOf(facts({ goneAt: now - 19_999 }), now).status).toBe('flowing');
  });
});

describe('stuck', () => {
  test('says how often which error came up and where, since the third time', () => {
    const runs = [fine(1), failed(2), failed(3), failed(4), failed(5)];
    expect(statusOf(facts({ runs }), now)).toEqual({
      status: 'stuck',
      since: 4,
      reason: '4 × IndexError on line 7',
    });
  });

  test('leaves the line out when the error moved', () => {
    const runs = [failed(1), failed(2, 'IndexError', 8), failed(3)];
    expect(statusOf(facts({ runs }), now).reason).toBe('3 × IndexError');
  });

  test('ends with a run that works and does not add up different errors', () => {
    expect(statusOf(facts({ runs: [...threeAlike, fine(4)] }), now).status).toBe('flowing');
    expect(statusOf(facts({ runs: [...threeAlike, failed(4, 'NameError')] }), now).status).toBe(
      'flowing',
    );
  });

  test('outlasts a program that was stopped by hand', () => {
    const stopped: RunFact = { at: 4, ok: false, failure: undefined, line: undefined };
    expect(statusOf(facts({ runs: [...threeAlike, stopped] }), now).status).toBe('stuck');
  });
});
