/** A value as Python would write it, for people who compare it with what they expected. */
import type { Value } from './value.ts';

/** Longer texts are cut: a person compares the beginning, and a page must carry many of them. */
export const shownChars = 2_000;

/** Python's writing of `value`, cut after `shownChars`. */
export function pythonText(value: Value): string {
  return cut(write(value));
}

/** Cuts what is too long to be shown. */
export function cut(text: string): string {
  if (text.length <= shownChars) return text;
  return `${text.slice(0, shownChars).replace(/[\ud800-\udbff]$/, '')}…`;
}

function write(value: Value): string {
  switch (value.kind) {
    case 'None':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return writeInt(value.value);
    case 'float':
      return value.text;
    case 'str':
      return quoted(value.value);
    case 'bytes':
      return `b${quoted(value.value.toString('latin1')).replace(/[\u0080-\u00ff]/g, escapedByte)}`;
    case 'list':
      return `[${writeItems(value.items)}]`;
    case 'tuple':
      return value.items.length === 1
        ? `(${writeItems(value.items)},)`
        : `(${writeItems(value.items)})`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${sortedItems(value.items)}}`;
    case 'frozenset':
      return value.items.length === 0 ? 'frozenset()' : `frozenset({${sortedItems(value.items)}})`;
    case 'dict':
      return `{${value.entries.map(([key, item]) => `${write(key)}: ${write(item)}`).join(', ')}}`;
    case 'other':
      return value.text === '' ? `<${value.type}>` : value.text;
  }
}

/** Beyond this many digits the number itself says nothing any more, and writing it takes time. */
const maxShownBits = 4_000n;

function writeInt(value: bigint): string {
  const size = value < 0n ? -value : value;
  return size >> maxShownBits === 0n
    ? String(value)
    : `an int of ${String(size.toString(16).length * 4)} bits`;
}

function writeItems(items: Value[]): string {
  return items.map(write).join(', ');
}

/** Sets have no order of their own; sorted, two of them can be read beside each other. */
function sortedItems(items: Value[]): string {
  const numbers = items.every((item) => item.kind === 'int' || item.kind === 'float');
  if (!numbers) return items.map(write).sort().join(', ');
  return items
    .map((item) => ({ text: write(item), size: 'value' in item ? Number(item.value) : 0 }))
    .sort((a, b) => a.size - b.size)
    .map((item) => item.text)
    .join(', ');
}

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A string literal, with the quotes Python would choose. */
export function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(
    // Control characters, invisible ones and halves of characters would deceive the reader.
    /[\\\n\r\t\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\p{Surrogate}/gu,
    (sign) => named[sign] ?? escapedSign(sign),
  );
  return `${quote}${quote === "'" ? body.replaceAll("'", "\\'") : body}${quote}`;
}

function escapedSign(sign: string): string {
  const code = sign.charCodeAt(0);
  return code < 256
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

function escapedByte(sign: string): string {
  return escapedSign(sign);
}
