import { createHash } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { anonymous } from 'better-auth/plugins';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';

/** A term and its holidays: a guest who comes back in September is still known. */
const sessionSeconds = 120 * 24 * 3600;
const refreshSeconds = 24 * 3600;
/** Carries a guest's name through the plugin, which takes none; only ever set by `createGuests`. */
export const guestNameHeader = 'x-learnflow-guest-name';

/**
 * Accounts and sessions. better-auth's own HTTP routes are not mounted: `account.routes.ts` calls `auth.api` and passes
 * the Set-Cookie lines on. Cookies are httpOnly and SameSite=Lax; `http/` adds Secure when the request came by https.
 * @param secret  at least 32 characters; signs the cookies
 */
export function createAuth({ db, secret, log }: { db: Db; secret: string; log: Log }) {
  return betterAuth({
    appName: 'LearnFlow',
    // Nothing here depends on the address: no links are sent and no own routes are mounted.
    baseURL: 'http://localhost',
    secret,
    database: { db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    session: { expiresIn: sessionSeconds, updateAge: refreshSeconds },
    emailAndPassword: { enabled: true },
    plugins: [
      anonymous({
        emailDomainName: 'guest.invalid',
        generateName: (context) =>
          decodeURIComponent(context.headers?.get(guestNameHeader) ?? 'Guest'),
        disableDeleteAnonymousUser: true,
      }),
    ],
    advanced: {
      // Cookies are shared by all ports of a host: two servers on one machine must not sign each other out.
      cookiePrefix: `learnflow-${createHash('sha256').update(secret).digest('hex').slice(0, 6)}`,
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      // Our migrations own the tables; the check would still run when a start has already been given up.
      database: { validateSchema: false },
    },
    logger: {
      log: (level, message) => {
        // A wrong passphrase is a warning to the library and everyday life to a school.
        log[level === 'error' ? 'error' : 'debug']({ source: 'better-auth' }, message);
      },
    },
  });
}
export type Auth = ReturnType<typeof createAuth>;

/** Headers for a call of `auth.api`, with only what it needs: a guest's cookie must not leak into a teacher's sign-in. */
export function authHeaders(
  headers: Record<string, string | string[] | undefined>,
  names: readonly ('cookie' | 'user-agent')[],
): Headers {
  const kept = new Headers();
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  return kept;
}
