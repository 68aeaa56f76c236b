import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import { databaseGone } from '../http/failure.ts';
import type { Caller, FindCaller } from '../room/access.port.ts';
import type { Auth } from './auth.ts';

/** A page load asks a dozen times at once; a session ended elsewhere is refused after this at the latest. */
const keepMs = 2_000;
const maxKept = 2_000;

/**
 * Reads the session behind a request's cookie, from the database at most every two seconds.
 * @returns a function that throws AppError `unavailable` when the database cannot be asked
 */
export function createFindCaller(deps: {
  auth: Auth;
  events: ClassEvents;
  clock: Clock;
}): FindCaller {
  const { auth, events, clock } = deps;
  const kept = new Map<string, { caller: Caller; until: number }>();
  events.on('session.ended', ({ userId }) => {
    for (const [cookie, { caller }] of kept) if (caller.userId === userId) kept.delete(cookie);
  });
  let cookieName: string | undefined;
  return async ({ cookie }) => {
    cookieName ??= (await auth.$context).authCookies.sessionToken.name;
    const session = cookie && cookieValue(cookie, cookieName);
    if (!session) return undefined;
    const known = kept.get(session);
    if (known && known.until > clock.now()) return known.caller;
    kept.delete(session);
    const caller = await read(auth, `${cookieName}=${session}`);
    if (caller) {
      if (kept.size >= maxKept) kept.clear();
      kept.set(session, { caller, until: clock.now() + keepMs });
    }
    return caller;
  };
}

async function read(auth: Auth, cookie: string): Promise<Caller | undefined> {
  const found = await auth.api
    .getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } })
    .catch(() => {
      throw databaseGone();
    });
  if (!found) return undefined;
  return {
    userId: found.user.id,
    sessionId: found.session.id,
    kind: found.user.isAnonymous ? 'student' : 'teacher',
    name: found.user.name,
  };
}

function cookieValue(header: string, name: string): string | undefined {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
