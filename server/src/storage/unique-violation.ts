import pg from 'pg';

/** @returns whether the database refused a row because this unique index holds its value already */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === index;
}
