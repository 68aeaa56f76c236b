import type { TerminalChunk } from '@learnflow/shared';

/** What "select graphic rendition" codes have switched on. Colours are 0–15; undefined is the normal one. */
export interface SgrStyle {
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
  ink: number | undefined;
  ground: number | undefined;
}

export const plainStyle: SgrStyle = {
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  ink: undefined,
  ground: undefined,
};

/**
 * @param parameters  between `ESC [` and `m`: numbers with `;`
 * @returns the style after the code; codes that are unknown change nothing
 */
export function restyle(style: SgrStyle, parameters: string): SgrStyle {
  const numbers = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let next = style;
  for (let i = 0; i < numbers.length; i += 1) {
    const code = numbers[i] ?? 0;
    if (code === 38 || code === 48) {
      // 5;n is a palette colour, 2;r;g;b a free one; only the sixteen themed colours are shown.
      const palette = numbers[i + 1] === 5;
      const colour = palette ? numbers[i + 2] : undefined;
      const themed = colour !== undefined && colour < 16 ? colour : undefined;
      next = code === 38 ? { ...next, ink: themed } : { ...next, ground: themed };
      i += palette ? 2 : 4;
    } else {
      next = restyleOne(next, code);
    }
  }
  return next;
}

function restyleOne(style: SgrStyle, code: number): SgrStyle {
  if (code === 0) return plainStyle;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 7) return { ...style, inverse: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 27) return { ...style, inverse: false };
  if (code === 39) return { ...style, ink: undefined };
  if (code === 49) return { ...style, ground: undefined };
  if (code >= 30 && code <= 37) return { ...style, ink: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, ink: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, ground: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, ground: code - 92 };
  return style;
}

/** @returns the CSS classes of a span. */
export function styleClass(stream: TerminalChunk['stream'], style: SgrStyle): string {
  let classes: string = stream;
  if (style === plainStyle) return classes;
  for (const name of ['bold', 'dim', 'italic', 'underline', 'inverse'] as const) {
    if (style[name]) classes += ` ${name}`;
  }
  if (style.ink !== undefined) classes += ` ink-${style.ink}`;
  if (style.ground !== undefined) classes += ` ground-${style.ground}`;
  return classes;
}
