import { en } from './en.ts';

/**
 * All text on screen goes through here. A missing key is a type error; `{name}` in a message is replaced by the
 * parameter of that name. Plurals: `tn(count, 'one.key', 'other.key')`.
 */
export type MessageKey = keyof typeof en;
type Params = Record<string, string | number>;

/** @returns the message with its parameters filled in; an unknown parameter stays visible as `{name}`. */
export function t(key: MessageKey, params: Params = {}): string {
  const message: string = en[key];
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

const plural = new Intl.PluralRules('en');

/** @returns the `one` or the `other` message for `n`, with `{n}` filled in. */
export function tn(n: number, one: MessageKey, other: MessageKey, params: Params = {}): string {
  return t(plural.select(n) === 'one' ? one : other, { n, ...params });
}
