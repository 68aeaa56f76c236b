/** What exercises can be about, with the words people use for it. The names are those of the courses where they have one. */
export const topics = {
  variables: { name: 'Variables', words: 'variable, arithmetic, calculation, operator, maths' },
  conversion: {
    name: 'Input and conversion',
    words:
      'conversion, converting, type conversion, casting, input, user input, data type, input and output',
  },
  strings: { name: 'Strings', words: 'string, text, string method, string formatting, f-string' },
  conditions: {
    name: 'Conditions',
    words:
      'if, condition, conditional, if statement, if else, elif, branching, decision, comparison, boolean',
  },
  for: { name: 'For loops', words: 'for loop, for-loop, iteration, range, iterating' },
  while: { name: 'While loops', words: 'while loop, while-loop, while' },
  nested: {
    name: 'Nested loops',
    words: 'nested loop, loop in a loop, loop inside a loop, double loop',
  },
  lists: { name: 'Lists', words: 'list, array, slicing, slice, list method, sorting' },
  comprehensions: {
    name: 'List comprehensions',
    words: 'list comprehension, comprehension, list comp, listcomp',
  },
  dictionaries: { name: 'Dictionaries', words: 'dictionary, dict, mapping, key value, hash map' },
  sets: { name: 'Sets', words: 'set, set operation' },
  tuples: { name: 'Tuples', words: 'tuple, unpacking' },
  functions: { name: 'Functions', words: 'function, def, return, return value, parameter, scope' },
  defaults: {
    name: 'Default parameters',
    words:
      'default parameter, default argument, default value, optional parameter, optional argument, keyword argument, kwargs, args',
  },
  recursion: { name: 'Recursion', words: 'recursion, recursive, recursive function' },
  classes: {
    name: 'Classes',
    words:
      'class, object, oop, object oriented programming, method, attribute, inheritance, encapsulation, subclass',
  },
  files: {
    name: 'Files',
    words: 'file, reading file, writing file, file handling, text file, parsing, text parsing',
  },
  csv: { name: 'CSV', words: 'csv, csv file, spreadsheet, comma separated' },
  json: { name: 'JSON', words: 'json, json file' },
  exceptions: {
    name: 'Errors',
    words:
      'exception, error, error handling, exception handling, try, except, try except, raise, custom exception',
  },
  library: {
    name: 'Libraries',
    words:
      'library, standard library, module, import, package, math module, datetime, date, collections, counter, random module',
  },
} as const satisfies Record<string, { name: string; words: string }>;

export type TopicId = keyof typeof topics;

/** A word that means several topics. */
export const wideTopics: readonly { name: string; words: string; of: readonly TopicId[] }[] = [
  { name: 'Loops', words: 'loop, looping, repetition', of: ['for', 'while', 'nested'] },
  {
    name: 'Data structures',
    words: 'data structure, collection types',
    of: ['lists', 'dictionaries', 'sets', 'tuples'],
  },
  { name: 'Control flow', words: 'control flow', of: ['conditions', 'for', 'while'] },
  {
    name: 'Basics',
    words: 'basic, python basic, the basics',
    of: ['variables', 'conversion', 'strings'],
  },
];
