import type { BoardMember } from '@learnflow/shared';
import { describe, expect, it } from 'vitest';
import { arrivals, boardNames, turnout } from './board-names.ts';

const person = (name: string, here = true, onRoster = true): BoardMember => ({
  memberId: name,
  name,
  ink: 0,
  here,
  onRoster,
});

describe('names on the board', () => {
  it('shows first names, and a letter more only where two share one', () => {
    const shown = boardNames([person('Amara Okoye'), person('Ben Whitlock'), person('Ben Adams')]);
    expect([...shown.values()]).toEqual(['Amara', 'Ben W', 'Ben A']);
  });

  it('shows whole names when a letter does not tell two people apart', () => {
    const shown = boardNames([person('Ben Wood'), person('Ben Wilde')]);
    expect([...shown.values()]).toEqual(['Ben Wood', 'Ben Wilde']);
  });

  it('keeps everybody in place when somebody arrives', () => {
    const first = arrivals([], [person('Zoe'), person('Maya'), person('Ben', false)]);
    expect(first).toEqual(['Maya', 'Zoe']);
    expect(arrivals(first, [person('Ben'), person('Zoe'), person('Maya')])).toEqual([
      'Maya',
      'Zoe',
      'Ben',
    ]);
  });

  it('keeps the place of somebody who left, until they are taken off the class', () => {
    expect(arrivals(['Maya', 'Zoe'], [person('Maya', false), person('Zoe')])).toEqual([
      'Maya',
      'Zoe',
    ]);
    expect(arrivals(['Maya', 'Zoe'], [person('Zoe')])).toEqual(['Zoe']);
  });

  it('counts guests as expected once they are here, and expects nobody without a class list', () => {
    expect(turnout([person('Maya'), person('Ben', false), person('Guest', true, false)])).toEqual({
      here: 2,
      expected: 3,
    });
    expect(turnout([person('Guest', true, false)])).toEqual({ here: 1, expected: 0 });
  });
});
