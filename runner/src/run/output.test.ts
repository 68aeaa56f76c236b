import { expect, it } from 'vitest';

import { createOutput } from './output.ts';

it('cuts batches at 32 KiB of bytes and never inside a character', () => {
  const sent: string[] = [];
  const output = createOutput({
    limitBytes: 10_000_000,
    emit: (_stream, text) => sent.push(text),
    exceeded: () => undefined,
    hold: () => undefined,
  });
  const text = `${'a'.repeat(40_000)}${'😀'.repeat(40_000)}`;
  output.push('out', Buffer.from(text));
  output.end();
  expect(sent.join('')).toBe(text);
  for (const batch of sent) {
    expect(Buffer.byteLength(batch)).toBeLessThanOrEqual(32 * 1024);
    expect(batch.isWellFormed()).toBe(true);
  }
});

it('asks the sandbox to wait while more is there than leaves in time, and goes on afterwards', async () => {
  const holds: boolean[] = [];
  let chars = 0;
  const output = createOutput({
    limitBytes: 10_000_000,
    emit: (_stream, text) => (chars += text.length),
    exceeded: () => undefined,
    hold: (isHeld) => holds.push(isHeld),
  });
  output.push('out', Buffer.alloc(400_000, 'x\n'));
  expect(holds).toEqual([true]);
  expect(chars).toBeLessThan(50_000);
  await expect.poll(() => chars, { timeout: 3_000 }).toBe(400_000);
  expect(holds).toEqual([true, false]);
  output.end();
});

it('takes no more than the limit and says so once', () => {
  let exceeded = 0;
  let text = '';
  const output = createOutput({
    limitBytes: 10,
    emit: (_stream, part) => (text += part),
    exceeded: () => (exceeded += 1),
    hold: () => undefined,
  });
  output.push('out', Buffer.from('12345678'));
  output.push('err', Buffer.from('abcdef'));
  output.push('out', Buffer.from('more'));
  output.end('\n[cut]\n');
  expect(text).toBe('12345678ab\n[cut]\n');
  expect(exceeded).toBe(1);
  expect(output.isTruncated()).toBe(true);
});
