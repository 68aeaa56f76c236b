/** Runs jobs of one key one after the other. */
export type Turns = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/**
 * A line in front of a row's lock. Jobs that wait for the lock inside a transaction each hold a connection meanwhile; a
 * class that comes in at once would take all of them, and everybody else would be told that the database is away. The
 * lock still decides between several servers.
 */
export function createTurns(): Turns {
  const lines = new Map<string, Promise<unknown>>();
  return (key, job) => {
    const done = (lines.get(key) ?? Promise.resolve()).then(job);
    const line = done
      // Whoever asked hears of the failure; the next in line goes on.
      .catch(() => undefined)
      .finally(() => {
        if (lines.get(key) === line) lines.delete(key);
      });
    lines.set(key, line);
    return done;
  };
}
