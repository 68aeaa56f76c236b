/**
 * Takes addresses out of prose: a picture or a link to somebody's host would tell it who reads, and lead away from the
 * class. Their words stay. Code is left as it is: there an address is text. Raw HTML stays too; pages show it as text.
 */
export function withoutLinks(text: string): string {
  return text
    .split(/(^ {0,3}(?:```|~~~)[\s\S]*?(?:^ {0,3}(?:```|~~~)[ \t]*$|$(?![\s\S]))|`[^`\n]*`)/gm)
    .map((part, at) => (at % 2 === 1 ? part : withoutLinksInProse(part)))
    .join('');
}

function withoutLinksInProse(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^ {0,3}\[[^\]\n]+\]:[^\n]*$/gm, '')
    .replace(/!?\[([^\]\n]+)\]\[[^\]\n]*\]/g, '$1')
    .replace(
      /(?:\b[a-z][a-z0-9+.-]{1,20}:\/\/|\b(?:javascript|data|mailto|vbscript):|\bwww\.)[^\s<>)\]"']+/gi,
      '',
    );
}
