import { describe, expect, it } from 'vitest';
import { readLink } from './setup.svelte.ts';

describe('the one-time link', () => {
  it('carries the token of the first teacher behind the #', () => {
    expect(readLink('#abc123')).toEqual({ kind: 'setup', token: 'abc123' });
    expect(readLink('#setup=abc123')).toEqual({ kind: 'setup', token: 'abc123' });
  });

  it('tells the link of the demo apart', () => {
    expect(readLink('#demo=abc123')).toEqual({ kind: 'demo', token: 'abc123' });
  });

  it('knows when there is no token', () => {
    expect(readLink('')).toEqual({ kind: 'none' });
    expect(readLink('#')).toEqual({ kind: 'none' });
    expect(readLink('#demo=')).toEqual({ kind: 'none' });
  });
});
