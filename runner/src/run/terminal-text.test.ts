import { describe, expect, it } from 'vitest';

import { createTerminalText } from './terminal-text.ts';

const shown = (...pieces: (string | number[])[]): string => {
  const text = createTerminalText();
  const parts = pieces.map((piece) =>
    text.push(typeof piece === 'string' ? Buffer.from(piece) : Uint8Array.from(piece)),
  );
  return parts.join('') + text.end();
};

describe('text for a terminal', () => {
  it('gives the same however the bytes are cut', () => {
    const bytes = [
      ...Buffer.from(
        'a\u001b[1;31mé😀\u001b[0m\u001b]0;title\u0007b\u001b[2Jc\u001bP+q\u001b\\d\u009b31me\u001b[me\n',
      ),
    ];
    const whole = shown(bytes);
    expect(whole).toBe('a\u001b[1;31mé😀\u001b[0mb\u001b[2Jcd\u001b[31me\u001b[me\n');
    for (let at = 1; at < bytes.length; at += 1)
      expect(shown(bytes.slice(0, at), bytes.slice(at))).toBe(whole);
    expect(shown(...bytes.map((byte) => [byte]))).toBe(whole);
  });

  it('keeps moves within the line and wiping, and no other moves', () => {
    expect(shown('50%\u001b[3D\u001b[K60%\u001b[2Cx\u001b[5G')).toBe(
      '50%\u001b[3D\u001b[K60%\u001b[2Cx\u001b[5G',
    );
    expect(shown('a\u001b[H\u001b[2J\u001b[3Jb\u001b[5A\u001b[3;4Hc')).toBe(
      `a${'\u001b[2J'.repeat(3)}bc`,
    );
  });

  it('closes a colour that the program left open', () => {
    expect(shown('\u001b[32mgreen')).toBe('\u001b[32mgreen\u001b[0m');
  });

  it('lets an unfinished title swallow no more than its line', () => {
    expect(shown('a\u001b]0;never\nb')).toBe('a\nb');
    expect(shown('a\u001b]0;never', ' ends\nb')).toBe('a\nb');
  });

  it('drops device questions, screens, links and lone controls', () => {
    const tricks =
      '\u001b[6n\u001b[c\u001b[?1049h\u001b[?1000h\u001b]52;c;eA==\u0007\u001b]8;;http://x\u001b\\\u001bc\u001b(0\u0007\u000e\u007f\u0085\u001b[>0;1m\u001b[38:5:1m';
    expect(shown(`x${tricks}y`)).toBe('x\u001b[38:5:1my\u001b[0m');
  });

  it('replaces bytes that are no text', () => {
    expect(shown([0x61, 0xff, 0x62, 0xe2, 0x82])).toBe('a\ufffdb\ufffd');
  });
});
