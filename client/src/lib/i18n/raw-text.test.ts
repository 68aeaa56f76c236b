import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

/** Every text a person sees goes through `t()`: found in the syntax trees of the components, not by guessing at lines. */
const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Attributes and properties that people read or hear. */
const spoken = new Set([
  ...['title', 'placeholder', 'alt', 'label', 'hint', 'description', 'lead', 'button', 'text'],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
]);
/** Two letters in a row; what people type (`npm run verify`) and key caps stay as they are in every language. */
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text);
const literalElements = new Set(['code', 'kbd', 'Kbd', 'style', 'script', 'svg']);

interface Node {
  type: string;
  name?: string;
  data?: string;
  value?: unknown;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function rawTexts(node: Node): string[] {
  if (node.type === 'Text') return hasWords(node.data ?? '') ? [(node.data ?? '').trim()] : [];
  if (node.type === 'Attribute') {
    const parts = [node.value].flat().filter(isNode);
    if (!spoken.has(node.name ?? '')) return [];
    return parts.flatMap((part) => [...rawTexts(part), ...literalOf(part)]);
  }
  if (literalElements.has(node.name ?? '') || node.type === 'StyleDirective') return [];
  return Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap((child) => rawTexts(child));
}

/** `title={'Close'}` and `title={`Close ${name}`}` are raw as well. */
function literalOf({ type, expression }: Node): string[] {
  if (type !== 'ExpressionTag' || !isNode(expression)) return [];
  if (expression.type === 'Literal')
    return hasWords(String(expression.value)) ? [String(expression.value)] : [];
  if (expression.type !== 'TemplateLiteral') return [];
  return [expression['quasis']]
    .flat()
    .filter(isNode)
    .map((quasi) => (quasi.value as { raw: string }).raw.trim())
    .filter(hasWords);
}

test('components show no text of their own', () => {
  const components = globSync('**/*.svelte', { cwd: root });
  expect(components.length).toBeGreaterThan(80);
  const found = components.flatMap((file) => {
    const { fragment } = parse(read(file), { modern: true });
    return rawTexts(fragment as unknown as Node).map((text) => `${file}: ${text}`);
  });
  expect(found).toEqual([]);
});

test('the check sees text, attributes and templates, and leaves code alone', () => {
  const { fragment } = parse(
    `<p title="Over here">Hello <code>npm start</code></p><B label={\`Go \${1}\`} class="big one" />`,
    { modern: true },
  );
  expect(rawTexts(fragment as unknown as Node)).toEqual(['Over here', 'Hello', 'Go']);
});

test('no script of a page says a sentence of its own', () => {
  const files = globSync('**/*.{ts,svelte}', { cwd: root }).filter(
    (file) => !/\.(test|fixture)\.ts$|i18n\/en\//.test(file),
  );
  const found = files.flatMap((file) => sentencesIn(read(file)).map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

/** Literals that begin and end like a sentence; what a plain Error says is for whoever reads a console. */
function sentencesIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|<!--[\s\S]*?-->/g, '');
  const said = /(?<!new Error\()(['"`])(\p{Lu}(?:(?!\1)[^\n])*\s(?:(?!\1)[^\n])*[.?!])\1/gu;
  return [...code.matchAll(said)].map(([, , text = '']) => text);
}

test('the check hears sentences, not comments or errors for a console', () => {
  const source = `// 'This is a comment.'
throw new AppError('x', 'Try it again.'); say("Can't do it."); throw new Error('For a console.'); go('/Not a one')`;
  expect(sentencesIn(source)).toEqual(['Try it again.', "Can't do it."]);
});
