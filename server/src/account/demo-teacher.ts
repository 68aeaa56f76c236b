import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { demoEmail, findUserByEmail } from './account.store.ts';
import { hashToken } from './account.service.ts';
import { type Auth, authHeaders } from './auth.ts';

/** The teacher of the simulated class: signed in by a link that works as long as this server runs. */
export interface DemoTeacher {
  /** For the link's fragment. */
  token: string;
  /** The lesson of the simulated class, once it is open. */
  lesson: { id: string; code: string } | undefined;
  /** @throws AppError `setup.link` when the token is another one */
  signIn(
    token: string,
    headers: Record<string, string | string[] | undefined>,
  ): Promise<{ cookies: string[] }>;
}

/** Makes the account when it is missing, and gives it a passphrase that only this process knows. */
export async function createDemoTeacher(db: Db, auth: Auth, name: string): Promise<DemoTeacher> {
  const token = randomBytes(18).toString('base64url');
  const hash = Buffer.from(hashToken(token));
  const password = randomBytes(32).toString('base64url');
  const known = await findUserByEmail(db, demoEmail);
  if (known) {
    const { internalAdapter, password: hashing } = await auth.$context;
    await internalAdapter.updatePassword(known.id, await hashing.hash(password));
  } else {
    await auth.api.signUpEmail({ body: { name, email: demoEmail, password } });
  }
  return {
    token,
    lesson: undefined,
    signIn: async (given, headers) => {
      if (!timingSafeEqual(Buffer.from(hashToken(given)), hash)) {
        throw new AppError(
          'setup.link',
          'This link belongs to an earlier start of the demo. Use the one in the terminal.',
        );
      }
      const answer = await auth.api.signInEmail({
        body: { email: demoEmail, password },
        headers: authHeaders(headers, ['user-agent']),
        returnHeaders: true,
      });
      return { cookies: answer.headers.getSetCookie() };
    },
  };
}
