/**
 * A line-based Python tokeniser for tiles: colours short excerpts without an editor. It knows nothing of earlier lines,
 * so a line inside a triple-quoted text is coloured as code; tiles accept that, editors use their own grammar.
 */
export type TokenKind = 'kw' | 'str' | 'num' | 'com' | 'fn' | 'bi' | 'op' | 'id' | 'ws';
export interface Token {
  kind: TokenKind;
  text: string;
}

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield match case'
  ).split(' '),
);
const builtins = new Set(
  (
    'abs all any bool dict enumerate filter float format input int len list map max min open ord chr print range ' +
    'repr reversed round set sorted str sum tuple type zip'
  ).split(' '),
);
const pattern =
  /(?<ws>\s+)|(?<com>#.*)|(?<str>[rbfuRBFU]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))|(?<num>\d[\w.]*)|(?<id>[\p{L}_][\p{L}\p{N}_]*)|(?<op>[^\s\w#"']+|.)/gu;

/** @param line one line of Python, at most a few hundred characters. @returns tokens whose texts join to `line`. */
export function tokenizeLine(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const kind =
      (['ws', 'com', 'str', 'num', 'id', 'op'] as const).find((k) => groups[k] !== undefined) ??
      'op';
    tokens.push({
      kind:
        kind === 'id' ? identifierKind(match[0], line.slice(match.index + match[0].length)) : kind,
      text: match[0],
    });
  }
  return tokens;
}

function identifierKind(word: string, rest: string): TokenKind {
  if (keywords.has(word)) return 'kw';
  if (builtins.has(word)) return 'bi';
  return rest.startsWith('(') ? 'fn' : 'id';
}
