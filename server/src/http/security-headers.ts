import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';

/** The same directives as the pages' own policy; workers and wasm of the editor load from here only. */
const directives = [
  `default-src 'self'`,
  `worker-src 'self'`,
  `connect-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `object-src 'none'`,
  `base-uri 'self'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
];

/** @returns the Content-Security-Policy for everything served; inline scripts only by the hashes the build wrote */
export function contentPolicy(clientDir: string): string {
  return [
    ...directives,
    `script-src 'self' 'wasm-unsafe-eval' ${inlineHashes(clientDir).join(' ')}`.trim(),
  ].join('; ');
}

function inlineHashes(clientDir: string): string[] {
  let pages: string[] = [];
  try {
    pages = readdirSync(clientDir, { recursive: true, encoding: 'utf8' });
  } catch {
    // Not built: there are no pages either.
  }
  const hashes = pages
    .filter((name) => name.endsWith('.html'))
    .flatMap((name) => {
      const meta = /<meta[^>]*content-security-policy[^>]*>/i.exec(
        readFileSync(join(clientDir, name), 'utf8'),
      );
      const scripts = /script-src([^;"]*)/.exec(meta?.[0] ?? '');
      return scripts?.[1]?.match(/'sha256-[A-Za-z0-9+/=]+'/g) ?? [];
    });
  return [...new Set(hashes)];
}

/** @param policy  from `contentPolicy` */
export function securityHeaders(policy: string): RequestHandler {
  return (request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    if (isPart(request.path)) {
      next();
      return;
    }
    response.setHeaders(
      new Map([
        ['content-security-policy', policy],
        ['x-frame-options', 'DENY'],
        ['referrer-policy', 'same-origin'],
        ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
      ]),
    );
    next();
  };
}

/**
 * Scripts, styles and fonts of a page live under the page's own policy; a policy on each of some seventy files would cost a
 * twentieth of what a room loads. Workers are under the policy that comes with their own script, so they get one.
 */
function isPart(path: string): boolean {
  return path.startsWith('/_app/immutable/') && !path.includes('/workers/');
}
