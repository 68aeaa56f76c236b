/** Words of Python that texts and suggestions need: functions, methods, modules, and what functions return. */

export const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Keywords that open a block with a colon. */
export const blockKeywords: ReadonlySet<string> = new Set(
  'if elif else for while def class try except finally with match case'.split(' '),
);

export const builtins: readonly string[] = (
  'abs all any bin bool chr dict dir divmod enumerate exit filter float format frozenset getattr globals hasattr hash help ' +
  'hex id input int isinstance iter len list locals map max min next object oct open ord pow print range repr reversed ' +
  'round set setattr sorted str sum super tuple type vars zip True False None Exception ValueError TypeError KeyError ' +
  'IndexError NameError ZeroDivisionError FileNotFoundError RuntimeError StopIteration AttributeError'
).split(' ');

export const methods: Readonly<Record<string, readonly string[]>> = {
  str: (
    'capitalize casefold center count encode endswith find format index isalnum isalpha isdecimal isdigit islower isnumeric ' +
    'isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust ' +
    'rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'
  ).split(' '),
  list: 'append clear copy count extend index insert pop remove reverse sort'.split(' '),
  tuple: ['count', 'index'],
  dict: 'clear copy get items keys pop popitem setdefault update values fromkeys'.split(' '),
  set: 'add clear copy difference discard intersection isdisjoint issubset issuperset pop remove symmetric_difference union update'.split(
    ' ',
  ),
  int: ['bit_length', 'to_bytes'],
  float: ['is_integer'],
};

/** How other languages call something, and Python's way in words. */
export const otherLanguages: Readonly<Record<string, string>> = {
  length: 'the function `len` counts',
  size: 'the function `len` counts',
  len: '`len` is a function: it stands before the value',
  push: 'a list grows with `append`',
  add: 'a list grows with `append`',
  push_back: 'a list grows with `append`',
  contains: 'the word `in` asks whether something is inside',
  includes: 'the word `in` asks whether something is inside',
  indexOf: 'the method is called `index`',
  substring: 'a part of a text is taken with a slice',
  charAt: 'one character is taken with its number in square brackets',
  toString: 'the function `str` makes text',
  toUpperCase: 'the method is called `upper`',
  toLowerCase: 'the method is called `lower`',
  trim: 'the method is called `strip`',
  has_key: 'the word `in` asks whether a key is there',
  equals: 'two values are compared with `==`',
  map: '`map` is a function: it stands before the list',
  sum: '`sum` is a function: it stands before the value',
  max: '`max` is a function: it stands before the value',
  min: '`min` is a function: it stands before the value',
};

/** Types that functions and methods of Python return. */
export const returnTypes: Readonly<Record<string, string>> = {
  ...types('str', 'input str repr chr hex bin oct format ascii'),
  ...types('int', 'int len ord hash id'),
  ...types('float', 'float'),
  ...types('list', 'list sorted dir'),
  ...types('tuple', 'tuple divmod'),
  ...types('dict', 'dict'),
  ...types('set', 'set'),
  ...types('bool', 'bool isinstance any all callable hasattr'),
  ...types('NoneType', 'print exit setattr'),
  ...types('range', 'range'),
  ...methodTypes('str', 'list', 'split splitlines rsplit'),
  ...methodTypes(
    'str',
    'str',
    'upper lower strip lstrip rstrip replace title capitalize swapcase join format center ljust rjust zfill casefold',
  ),
  ...methodTypes('str', 'int', 'find count index rfind'),
  ...methodTypes('str', 'bool', 'isdigit isalpha isupper islower startswith endswith isalnum'),
  ...methodTypes('list', 'NoneType', 'append extend insert remove reverse sort clear'),
  ...methodTypes('list', 'int', 'count index'),
  ...methodTypes('list', 'list', 'copy'),
  ...methodTypes('dict', 'NoneType', 'clear update'),
  ...methodTypes('set', 'NoneType', 'add discard remove clear update'),
};

function types(type: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

function methodTypes(owner: string, type: string, names: string): Record<string, string> {
  return types(
    type,
    names
      .split(' ')
      .map((name) => `${owner}.${name}`)
      .join(' '),
  );
}

/** Methods that change a list, dictionary or set in place and return nothing. */
export const inPlace: ReadonlySet<string> = new Set(
  'append extend insert remove reverse sort clear update add discard'.split(' '),
);

/** Modules beginners use; most often these are what a name without `import` means. */
export const modules: readonly string[] = (
  'math random time datetime os sys re json csv string statistics collections itertools functools turtle decimal fractions ' +
  'copy pathlib calendar textwrap typing dataclasses enum heapq bisect operator unittest'
).split(' ');

/** Functions that live in a module, by their name. */
export const moduleOf: Readonly<Record<string, string>> = {
  ...types('math', 'sqrt pi ceil floor sin cos tan log factorial gcd pow hypot isclose'),
  ...types('random', 'randint choice shuffle randrange uniform sample'),
  ...types('time', 'sleep'),
  ...types('statistics', 'mean median mode stdev'),
  ...types('collections', 'Counter defaultdict deque namedtuple OrderedDict'),
  ...types('copy', 'deepcopy'),
  ...types('itertools', 'permutations combinations product'),
  ...types('functools', 'reduce'),
  ...types('datetime', 'date timedelta'),
  ...types('decimal', 'Decimal'),
  ...types('string', 'ascii_letters ascii_lowercase ascii_uppercase digits'),
};

/** Words of other languages where Python says something else. */
export const foreignWords: Readonly<Record<string, string>> = {
  elseif: 'elif',
  elif: 'elif',
  elsif: 'elif',
  function: 'def',
  func: 'def',
  fn: 'def',
  void: 'def',
  foreach: 'for',
  switch: 'match',
  null: 'None',
  nil: 'None',
  NULL: 'None',
  true: 'True',
  false: 'False',
  TRUE: 'True',
  FALSE: 'False',
  none: 'None',
  NONE: 'None',
  then: ':',
  catch: 'except',
  this: 'self',
  new: '',
  until: 'while',
};
