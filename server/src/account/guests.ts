import type { Guests } from './account.port.ts';
import { type Auth, authHeaders, guestNameHeader } from './auth.ts';

/** Guests are better-auth's anonymous users: no passphrase, one session, on the device that joined. */
export function createGuests(auth: Auth): Guests {
  return {
    create: async (name, headers) => {
      // Without the cookie: the plugin refuses somebody who is a guest already, and joining again makes a new one.
      const plain = authHeaders(headers, ['user-agent']);
      plain.set(guestNameHeader, encodeURIComponent(name));
      const answer = await auth.api.signInAnonymous({ headers: plain, returnHeaders: true });
      return { userId: answer.response.user.id, cookies: answer.headers.getSetCookie() };
    },
  };
}
