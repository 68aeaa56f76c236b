/**
 * @returns whether the database is away (connection lost or refused, class 57P of Postgres: starting or stopping), which
 * says nothing about what was asked
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|57P0|08)/.test(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}
