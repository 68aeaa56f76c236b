import { describe, expect, it } from 'vitest';
import { filterNames, findByName } from './roster-filter.ts';

const roster = ['Maya Cohen', 'Ben Mayer', 'Inês Duarte', "Aoife O'Neill", 'Maxine'].map(
  (name) => ({ name }),
);
const names = (typed: string) => filterNames(roster, typed).map((person) => person.name);

describe('finding a name on the roster', () => {
  it('offers everybody while nothing is typed', () => {
    expect(names('  ')).toHaveLength(5);
  });

  it('puts names that begin with what was typed before surnames that do', () => {
    expect(names('may')).toEqual(['Maya Cohen', 'Ben Mayer']);
  });

  it('finds accents and apostrophes without typing them', () => {
    expect(names('ines')).toEqual(['Inês Duarte']);
    expect(names('neill')).toEqual(["Aoife O'Neill"]);
  });

  it('does not find letters in the middle of a word', () => {
    expect(names('ohen')).toEqual([]);
  });

  it('knows a whole name whatever its case and spacing', () => {
    expect(findByName(roster, ' maya   cohen ')?.name).toBe('Maya Cohen');
    expect(findByName(roster, 'Maya')).toBeUndefined();
  });
});
