/** Words of Python and of programming: what a question is about when it asks how something works. */

const asOne = (text: string): string => text.trim().split(/\s+/).join('|').replaceAll('~', ' ');

/** Hardly ever said about anything else. `~` stands for a blank. */
const plain = asOne(`
  lists? tuples? sets? dict(?:ionar(?:y|ies)|s)? strings? integers? ints? floats? decimals? booleans? bools?
  variables? functions? methods? parameters? arguments? class(?:es)? attributes? instances? constructors? inheritance
  encapsulation subclass(?:es)? loops? elif conditions? comparisons? operators? comprehensions? index(?:es|ing)? indices
  slices? slicing append sort(?:ing|ed)? f-?strings? csv json modules? packages? librar(?:y|ies) pip venv apis?
  exceptions? recursion recursive scope self init lambda enumerate modulo keys? indentation syntax statements?
  algorithms? iterators? iterat(?:e|ion) generators? decorators? data~structures? mutable immutable
  concatenat(?:e|ion) docstrings? unpacking default~values? keyword~arguments? if~statements? programming python
  return print range import files? numbers? objects? brackets? colons? semicolons? underscores? parenthes[ei]s quotes
`);

/** Everyday words that are Python's too: they count only right after the words of a question. */
const everyday = asOne(`
  for(?=~loop|~in|$) while(?=~|$) if else with(?=~open|$) true false none null global local try except raise finally assert pass break
  continue yield names? types? values? text words? letters? lines? items? elements? input output pop join split strip
  replace find len length sum min max format map filter zip random round abs division remainder comments? blocks?
  expressions? stack queue nested convert(?:ing)? characters? null computer~programs? debugging reverse
  equals? assignment def del class int str
`);

/** Signs and calls as they stand in programs. */
const asCode = String.raw`[a-z_]+\(\)?|[a-z]+_[a-z_]+|(?<![0-9] )[=!<>+*/%]{1,3}(?! [0-9])`;

const bounded = (words: string): string => String.raw`(?:^|[\s'"(])(?:${words})(?=$|[\s'")?(])`;

export const topic = bounded(`${plain}|${asCode}`);
/** Right after "what is", "explain" and the like. */
export const anyTopic = String.raw`(?:${plain}|${everyday}|${asCode})(?=$|[\s'")?(])`;

const bareTopic = new RegExp(
  `^(?:(?:and|or|the|a|an|in|what about) )?${anyTopic}(?: (?:${anyTopic}|loops?|please|in|python|vs|and|or))*$`,
);

/** Only the name of an idea: a question about it where nothing else is asked, else a part of what is. */
export const namesTopic = (clause: string): boolean => bareTopic.test(clause);
