import { StartError } from '../start-error.ts';

/**
 * @returns the database's own words about files that it cannot read (SQLSTATE class XX), with what to do about it;
 *          undefined when `error` is about something else
 */
export function explainDamage(error: unknown): StartError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', message } = error as Error & { code?: string };
  if (!/^XX/.test(code)) return undefined;
  return new StartError(
    `The database cannot read a part of its files: ${message}. Stop the server, copy the data folder, then run: npm run verify -- --repair`,
  );
}
