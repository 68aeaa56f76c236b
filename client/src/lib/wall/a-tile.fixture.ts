import type { Tile } from '@learnflow/shared';

/** A tile for tests; name what matters. */
export function aTile(change: Partial<Tile> = {}): Tile {
  return {
    id: 'amara',
    name: 'Amara Okoye',
    ink: 0,
    roomId: 'room',
    partners: [],
    status: 'flowing',
    since: 0,
    reason: '',
    handAt: 0,
    question: '',
    file: 'main.py',
    line: 1,
    from: 1,
    lines: [],
    editedAt: 0,
    bars: {},
    runBars: {},
    run: null,
    work: null,
    watchers: [],
    ...change,
  };
}
