/** What joining by code needs from accounts: a guest with a session of their own. */
export interface Guests {
  /**
   * Makes an account without a passphrase and signs it in.
   * @returns the new user and the Set-Cookie lines that carry the session
   */
  create(
    name: string,
    headers: Record<string, string | string[] | undefined>,
  ): Promise<{ userId: string; cookies: string[] }>;
}
