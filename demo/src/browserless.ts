import { WebSocket } from 'ws';

/** Cookies of one simulated device: what a browser would keep and send back. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair?.indexOf('=') ?? -1;
      if (pair && at > 0) this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/**
 * Calls the HTTP API as a browser on `url` would: with its Origin and its cookies.
 * @throws Error with the server's sentence when the answer is not 2xx; its `cause` is the error body
 */
export async function call<Reply>(
  url: string,
  jar: CookieJar,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { origin: url, cookie: jar.header, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  jar.keep(response);
  const answer = (await response.json()) as { error?: { code: string; message: string } };
  if (!response.ok) {
    throw new Error(answer.error?.message ?? `${path} answered ${response.status}`, {
      cause: answer.error,
    });
  }
  return answer as Reply;
}

/** A WebSocket class that sends this device's Origin and cookies, for the y-websocket provider. */
export function socketClassFor(url: string, jar: CookieJar): typeof globalThis.WebSocket {
  const Device = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { origin: url, cookie: jar.header } });
      // A refused handshake is retried by the provider; without a listener it would end the process.
      this.on('error', () => undefined);
    }
  };
  // ws follows the browser's interface as far as the provider uses it.
  return Device as unknown as typeof globalThis.WebSocket;
}
