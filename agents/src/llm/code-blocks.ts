/** @returns the code between fences, and of indented lines, in order; each without its marks */
export function codeBlocksOf(text: string): string[] {
  const fenced = [...text.matchAll(fence)].map((found) => found[2] ?? '');
  const indented = [...text.replace(fence, '\n').matchAll(/(?:^(?: {4}|\t).*(?:\n|$))+/gm)].map(
    ([run]) => run.replace(/^(?: {4}|\t)/gm, ''),
  );
  return [...fenced, ...indented].filter((code) => code.trim() !== '');
}

/** @returns the text without its blocks and without what stands between backticks */
export function proseOf(text: string): string {
  return text
    .replace(fence, '\n')
    .replace(/(?:^(?: {4}|\t).*(?:\n|$))+/gm, '\n')
    .replace(/`[^`\n]*`/g, ' ');
}

const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
