/** @returns a hex colour with six digits: a minified stylesheet writes `#fff`, which Monaco refuses. */
export function longHex(colour: string): string {
  const trimmed = colour.trim();
  return /^#[0-9a-f]{3}$/i.test(trimmed) ? trimmed.replace(/[0-9a-f]/gi, '$&$&') : trimmed;
}
