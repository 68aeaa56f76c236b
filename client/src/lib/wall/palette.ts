import type { TokenKind } from '@learnflow/shared';

/** Colours of the theme as a canvas wants them. */
export interface Palette {
  accentText: string;
  helpMark: string;
  syntax: Record<TokenKind, string>;
}

/** Reads the tokens of the theme that is on screen now. */
export function readPalette(root: HTMLElement = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const plain = token('s-prm');
  return {
    accentText: token('accent-text'),
    helpMark: token('help-mark'),
    syntax: {
      kw: token('s-kw'),
      str: token('s-str'),
      num: token('s-num'),
      com: token('s-com'),
      fn: token('s-fn'),
      bi: token('s-bi'),
      op: token('s-op'),
      id: plain,
      ws: plain,
    },
  };
}
