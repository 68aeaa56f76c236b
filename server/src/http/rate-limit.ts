import { AppError } from '@learnflow/shared';
import type { Clock } from '../clock.ts';

/** Above this many, addresses that have been quiet long enough are forgotten. */
const maxBuckets = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Lets `perMinute` requests of one key through, refilled evenly, so that a class arriving at once is not turned away
 * while the long-term rate holds.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** @throws AppError `too.many` with the seconds to wait in `details.s` */
  take(key: string): void {
    const at = this.#clock.now();
    const bucket = this.#buckets.get(key);
    const tokens = bucket ? this.#refilled(bucket, at) : this.#perMinute;
    if (tokens < 1) {
      const s = Math.max(1, Math.ceil(((1 - tokens) * 60) / this.#perMinute));
      throw new AppError('too.many', `Too many tries. Wait ${s} s, then try again.`, { s });
    }
    if (!bucket && this.#buckets.size >= maxBuckets) this.#forget(at);
    this.#buckets.set(key, { tokens: tokens - 1, at });
  }

  #refilled(bucket: Bucket, at: number): number {
    return Math.min(this.#perMinute, bucket.tokens + ((at - bucket.at) / 60_000) * this.#perMinute);
  }

  #forget(at: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#refilled(bucket, at) >= this.#perMinute) this.#buckets.delete(key);
    }
    // Everybody is busy: the oldest goes, since a full table must not turn into no memory.
    if (this.#buckets.size >= maxBuckets) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
  }
}

/**
 * The part of an address that one household or school has: a whole IPv4 address, the first half of an IPv6 address
 * (the rest is free for anybody to choose).
 */
export function addressKey(ip: string): string {
  const v4 = ip.replace(/^::ffff:/i, '');
  if (!v4.includes(':')) return v4;
  const [head = '', tail] = v4.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
  while (groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after].slice(0, 4).join(':');
}
