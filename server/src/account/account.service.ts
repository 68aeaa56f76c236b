import { createHash, randomBytes } from 'node:crypto';
import { AppError, nameKey, type Me } from '@learnflow/shared';
import { isAPIError } from 'better-auth/api';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { Caller } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import {
  findTeacher,
  insertSetupLink,
  listRejoins,
  listTeachers,
  reopenSetupLink,
  spendSetupLink,
} from './account.store.ts';
import { type Auth, authHeaders } from './auth.ts';
import type { Tries } from './tries.ts';

export interface AccountDeps {
  db: Db;
  auth: Auth;
  clock: Clock;
  events: ClassEvents;
  tries: Tries;
}
type RequestHeaders = Record<string, string | string[] | undefined>;
/** Set-Cookie lines for the answer. */
type Cookies = string[];

const setupLinkMs = 24 * 3600_000;
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/** @returns who the device belongs to, where it can go back to, and cookies when the session was prolonged */
export async function describeMe(
  { db, auth }: AccountDeps,
  caller: Caller | undefined,
  headers: RequestHeaders,
): Promise<{ me: Omit<Me, 'address'>; cookies: Cookies }> {
  const teachers = await listTeachers(db);
  const me: Omit<Me, 'address'> = {
    user: caller ? { name: caller.name, kind: caller.kind } : null,
    needsSetup: teachers.length === 0,
    asksName: teachers.length > 1,
    rejoin: caller ? await listRejoins(db, caller.userId) : [],
  };
  if (!caller) return { me, cookies: [] };
  const kept = await auth.api.getSession({
    headers: authHeaders(headers, ['cookie']),
    returnHeaders: true,
  });
  return { me, cookies: kept.headers.getSetCookie() };
}

/**
 * Makes the one-time link of the first teacher.
 * @returns its token, which is stored only as a hash; undefined when there is a teacher already
 */
export async function createSetupToken(db: Db, clock: Clock): Promise<string | undefined> {
  if ((await listTeachers(db)).length > 0) return undefined;
  const token = randomBytes(18).toString('base64url');
  await insertSetupLink(db, hashToken(token), new Date(clock.now() + setupLinkMs));
  return token;
}

/** @throws AppError `setup.link` when the link is unknown, spent or older than a day */
export async function setUpTeacher(
  { db, auth, clock }: AccountDeps,
  { token, name, passphrase }: { token: string; name: string; passphrase: string },
  headers: RequestHeaders,
): Promise<Cookies> {
  const hash = hashToken(token);
  if (!(await spendSetupLink(db, hash, new Date(clock.now())))) {
    throw new AppError(
      'setup.link',
      'This link was used already or is older than a day. Start the server again to get a new one.',
    );
  }
  try {
    const answer = await auth.api.signUpEmail({
      body: { name, password: passphrase, email: madeUpEmail() },
      headers: authHeaders(headers, ['user-agent']),
      returnHeaders: true,
    });
    return answer.headers.getSetCookie();
  } catch (error) {
    await reopenSetupLink(db, hash);
    throw error;
  }
}

/**
 * @param name  may be missing while there is exactly one teacher
 * @param address  where the try comes from, as counted by the rate limits
 * @throws AppError `passphrase.wrong` with the tries left in `details.n`, then `too.many`
 */
export async function signInTeacher(
  { db, auth, tries }: AccountDeps,
  { name, passphrase }: { name?: string | undefined; passphrase: string },
  headers: RequestHeaders,
  address: string,
): Promise<Cookies> {
  const teacher = await findTeacher(db, name);
  // Unknown names are counted too, and by name, so that they answer exactly like known ones.
  const key = `${nameKey(teacher?.name ?? name ?? '')}|${address}`;
  const n = tries.take(key);
  try {
    const answer = await auth.api.signInEmail({
      // For an address that nobody has, the library hashes all the same: equal time, equal answer.
      body: { email: teacher?.email ?? madeUpEmail(), password: passphrase },
      headers: authHeaders(headers, ['user-agent']),
      returnHeaders: true,
    });
    tries.clear(key);
    return answer.headers.getSetCookie();
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    throw new AppError(
      'passphrase.wrong',
      `That passphrase is not right. ${n} ${n === 1 ? 'try' : 'tries'} left.`,
      { n },
    );
  }
}

/** Ends the session and closes this person's sockets. */
export async function signOut(
  { auth, events }: AccountDeps,
  caller: Caller,
  headers: RequestHeaders,
): Promise<Cookies> {
  const answer = await auth.api.signOut({
    headers: authHeaders(headers, ['cookie']),
    returnHeaders: true,
  });
  events.emit('session.ended', {
    userId: caller.userId,
    message: 'You signed out. Sign in again to go on.',
  });
  return answer.headers.getSetCookie();
}

/** An address that cannot exist: nobody is asked for theirs, and the library wants one. */
const madeUpEmail = () => `${randomBytes(12).toString('hex')}@teacher.invalid`;
