/** How hard a text is to read. */

/** Words of Markdown; a piece of code counts as one. */
function wordsOf(text: string): string[] {
  return text.replaceAll(/`[^`]+`/g, ' x ').match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

export function wordCount(text: string): number {
  return wordsOf(text).length;
}

function syllables(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/e$/, '')
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
}

/**
 * The Flesch–Kincaid grade (Kincaid et al. 1975): 0.39 words per sentence + 11.8 syllables per word − 15.59. A grade of 7
 * is read at about 12 years.
 */
export function gradeOf(text: string): number {
  const words = wordsOf(text);
  const plain = text.replaceAll(/`[^`]+`/g, 'x');
  const sentences = Math.max(1, (plain.match(/[.!?:](?=\s|$)/g) ?? []).length);
  const sounds = words.reduce((sum, word) => sum + syllables(word), 0);
  return (0.39 * words.length) / sentences + (11.8 * sounds) / words.length - 15.59;
}
