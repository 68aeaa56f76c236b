import { expect, it } from 'vitest';

import { processHarness } from './harness.ts';

/** Linux takes no single argument of 32 pages or more (MAX_ARG_STRLEN), its closing zero included. */
const longestArgument = 32 * 4096;
/** A sandbox that cannot start is found out on a school's machine; this is found out here. */
const spare = 16 * 1024;

it('keeps the Python of a native sandbox well below what Linux takes as one argument', () => {
  for (const [name, text] of Object.entries(processHarness())) {
    const bytes = Buffer.byteLength(text);
    expect(
      bytes,
      `the harness (${name}) has ${String(bytes)} bytes; it travels as one argument of at most ${String(longestArgument)}: shorten it, or hand it over through a descriptor of bubblewrap (--ro-bind-data)`,
    ).toBeLessThan(longestArgument - spare);
  }
});
