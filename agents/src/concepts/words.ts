/** How questions and names of concepts are cut into words, and which words say nothing of Python. */
import { distance } from '../explain/near.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words of every question; they neither find nor rule out anything. */
const asking = list(`
  a about actually after again all also am an any anybody anyone are at be because been before being best but by can cannot
  could did do does doing done dont each ever every everything explain explained explaining explanation fully get gets getting give
  go going good got had has have help helps her here hey hello hi him his how however i id im information into it its just kind know
  learn let like little lot make makes making may maybe me mean meaning means might mine more most much must my need needs
  new no now of off ok okay on one only our out over own please pls plz point python really say says see shall should she show simple
  simply so some somebody someone something still stuff such sure take tell than thank thanks that the their them then
  there these they thing things this those to too understand understanding up use used useful uses using very want wanted was
  way we well were what whats when where whether which who whole why will word words work working works would write wrong yet
  you your u r ur wat wot hw plus concept idea topic basics basic lesson sir miss programming program code coding
  exactly define definition describe short quick quickly question difference between vs versus teach happens happen
  called try properly correctly again easy part purpose without inside another different way ways same
`);

/** Words of Python that are also words of English: alone they mean nothing unless the question is about nothing else. */
const keywordsOfEnglish = list(
  'and as else finally for from global if in is not or pass try while with import continue break return class raise',
);

/** Words of everything else: with one of these, a question needs a clear word of Python to be one of Python. */
const elsewhere = list(`
 actor army art artist baby band bank basketball battle bible biology birthday boyfriend breakfast bus
 cake capital car cat chemistry chess chicken cinema city climate coffee cold concert cook cooking country countries crush dad
 dance dinner dinosaur dinosaurs doctor dream earth egypt empire england english essay exam eat fashion film flower
 food football france french geography german germany girlfriend god goal guitar hair hamster
 happy headache health heart history holiday holidays homework hospital hungry instagram joke jokes king kings kitchen
 language life lion love lunch lyrics married match maths mathematics messi minecraft mom monkey moon mother mountain movie movies
 mum novel ocean olympics paragraph paris party pasta pet photosynthesis physics piano pizza planet planets 
 playstation poem poems poet pokemon political politics pope president queen rain recipe religion revolution river roblox roman romans
 school science shakespeare sick sing singer sister sleep snow soccer song songs sport sports star stars
 story summer sun sunny teacher tennis tiktok tired tooth tour train translate tree trip vacation volcano volcanoes
 wallet war weather weekend win winter world cup youtube alphabet ronaldo spanish latin spain america american
 atoms atom cell cells gravity triangle hypotenuse emperor
`);

/** Endings are taken off so that one word has one form: the stem need not be a word. */
export function stem(word: string): string {
  if (word.length <= 3 || word.startsWith('__')) return word;
  let form = word;
  if (/ies$/.test(form) && form.length > 4) form = form.slice(0, -3) + 'y';
  else if (/(?:ss|x|ch|sh)es$/.test(form)) form = form.slice(0, -2);
  else if (/[^su]s$/.test(form)) form = form.slice(0, -1);
  if (/ing$/.test(form) && form.length > 5) form = form.slice(0, -3);
  else if (/[^e]ed$/.test(form) && form.length > 5) form = form.slice(0, -2);
  if (/([bdglmnprt])\1$/.test(form) && form.length > 3) form = form.slice(0, -1);
  if (/e$/.test(form) && form.length > 3) form = form.slice(0, -1);
  return form;
}

/** A word, or signs of Python that stand alone: `==`, `%`, `[1:3]` is not one of them. */
const piece =
  /`([^`]+)`|"([^"]+)"|\[0\]|[\p{L}_][\p{L}\p{N}_]*|(?<![^\s'])(?:[-+*/%=<>!#@\\:[\]{}().&|^,]{1,6})(?![^\s'?.,])/gu;

/** They may stand between the words of a name: "go through the list". */
const articles = list('a an the my your our their some');

export interface Words {
  /** As they stand, in small letters, without articles. */
  all: readonly string[];
  /** Words that were quoted, or signs: those are meant as Python. */
  quoted: ReadonlySet<string>;
}

export function wordsOf(text: string): Words {
  const quoted = new Set<string>();
  const clean = text
    .toLowerCase()
    .replaceAll(/[‘’´]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\b(what|how|that|it|where|here|who|when|there|why|let)'s\b/g, '$1 is')
    .replaceAll(/n't\b/g, '')
    .replaceAll(/'(?:s|re|ve|ll|d|m)\b/g, ' ')
    .replaceAll(/'([^'\s]{1,20})'/g, '`$1`')
    .replaceAll(/\b(int|str|float)\(\)/g, ' convert $1 ')
    .replaceAll(/\(\)/g, ' ')
    .replaceAll(/(?<=^|\s)["'](?=\s|$)/g, ' quotes ')
    .replaceAll(/(?<![\w.])\d+\.\d+(?![\w.])/g, ' decimal ')
    .replaceAll(/\[[^\]]*\bfor\b[^\]]*\bin\b[^\]]*\]/g, ' list comprehension ')
    .replaceAll(/\[\s*-?\w*\s*:\s*-?\w*\s*\]/g, ' [:] ')
    .replaceAll(/\[\s*:\s*:\s*-?\w*\s*\]/g, ' [::] ')
    .replaceAll(/\[-?\d+\]/g, ' [0] ');
  const all: string[] = [];
  for (const [whole, tick, quote] of clean.matchAll(piece)) {
    const inner = tick ?? quote;
    if (inner === undefined) {
      if (/^[.,:]+$/.test(whole) || articles.has(whole)) continue;
      all.push(whole);
      if (!/^[\p{L}_]/u.test(whole)) quoted.add(whole);
      continue;
    }
    for (const part of inner.trim().split(/[\s.]+/)) {
      const word = part.replaceAll(/^[("']+|[)("',:]+$/g, '') || part;
      all.push(word);
      quoted.add(word);
    }
  }
  return { all, quoted };
}

const askingStems = new Set([...asking].map(stem));

export const isAsking = (word: string): boolean => asking.has(word);
export const isAskingStem = (form: string): boolean => askingStems.has(form);
export const isKeywordOfEnglish = (word: string): boolean => keywordsOfEnglish.has(word);
export const isElsewhere = (word: string): boolean => elsewhere.has(word);

/**
 * Puts right how words are spelt, towards the words of the library.
 * @param known  words that need no mending
 * @param names  words that may be meant
 */
export function mendSpelling(
  words: readonly string[],
  known: ReadonlySet<string>,
  names: readonly string[],
): string[] {
  return words.map((word) => {
    if (word.length < 3 || known.has(stem(word)) || known.has(word)) return word;
    if (asking.has(word) || elsewhere.has(word) || keywordsOfEnglish.has(word)) return word;
    let best = word;
    let least = word.length < 6 ? 1 : 2;
    for (const name of names) {
      // The first letter is hardly ever wrong, and two short words are soon alike.
      if (name[0] !== word[0] || Math.abs(name.length - word.length) > least) continue;
      if (name.length < 4) continue;
      const far = distance(word, name);
      if (far < least || (far === least && best === word)) [best, least] = [name, far];
    }
    return best;
  });
}
