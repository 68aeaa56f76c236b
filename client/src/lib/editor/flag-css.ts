import { t } from '../i18n/t.ts';
import { inkColours, type RemoteCaret } from './presence.ts';

/**
 * @returns the name as a CSS string, safe for a stylesheet: names are chosen by people, so everything but plain
 * letters, digits and spaces is written as a CSS escape.
 */
export function cssString(name: string): string {
  const escaped = [...name].map((sign) =>
    /[a-zA-Z0-9 ]/.test(sign) ? sign : `\\${sign.codePointAt(0)?.toString(16)} `,
  );
  return `"${escaped.join('')}"`;
}

/**
 * The rules that paint one person's caret, selection and name flag.
 * @param open  true while the flag shows the name; afterwards it is a small tab that opens under the pointer
 */
export function flagRules(
  caret: Pick<RemoteCaret, 'clientId' | 'name' | 'ink'> & Partial<Pick<RemoteCaret, 'points'>>,
  open: boolean,
) {
  const { ground, text } = inkColours(caret.ink);
  const id = caret.clientId;
  const words = caret.points ? t('people.points', { name: caret.name }) : caret.name;
  const flag = `content:${cssString(words)}`;
  const tab = `content:"";width:7px;height:6px;padding:0`;
  return [
    `.lf-sel-${id}{background:color-mix(in srgb,${ground} 22%,transparent)}`,
    `.lf-caret-${id}{--c:${ground};--f:${text}}`,
    `.lf-caret-${id}::after{${open ? flag : tab}}`,
    `.lf-caret-${id}:hover::after{${flag};width:auto;height:16px;padding:0 6px}`,
  ].join('\n');
}
