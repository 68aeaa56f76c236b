/**
 * Words by which somebody says that they do not get on. A plain "help" or "help me" is not among them: it is said about
 * everything. "Not stuck" and "no longer stuck" are the opposite.
 */
const phrases = [
  /\bi(?:'| a)?m\s+(?:(?:so|still|really|totally|completely|just|a bit)\s+)*(?:stuck|lost|confused)\b/,
  /\bgot\s+stuck\b/,
  /\bi\s+(?:(?:really|still|just)\s+)*(?:do\s?n'?t|do not|can'?t|cannot|can not)\s+(?:(?:really|even)\s+)*(?:understand|get (?:it|this|that)|follow)\b/,
  /\bno\s+(?:idea|clue)\b/,
  /\bi\s+(?:do\s?n'?t|do not)\s+know\s+(?:what|how|where|why)\b/,
  /\bi\s+give\s+up\b/,
  /\b(?:what|how)\s+(?:am i|do i)\s+(?:even\s+)?(?:supposed|meant)\s+to\b/,
  /\bthis\s+makes\s+no\s+sense\b/,
];

/** @returns whether the words say that the writer does not understand or is stuck */
export function saysStuck(text: string): boolean {
  const plain = text.toLowerCase().replace(/[’`´]/g, "'").replace(/\s+/g, ' ');
  return phrases.some((phrase) => phrase.test(plain));
}
