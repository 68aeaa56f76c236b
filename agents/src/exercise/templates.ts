import type { Template } from './template.ts';
import { basics } from './templates/basics.ts';
import { classes } from './templates/classes.ts';
import { comprehensions } from './templates/comprehensions.ts';
import { furtherComprehensions } from './templates/comprehensions-further.ts';
import { conditions } from './templates/conditions.ts';
import { csvAndJson } from './templates/csv-and-json.ts';
import { defaults } from './templates/defaults.ts';
import { dictionaries } from './templates/dictionaries.ts';
import { errors } from './templates/errors.ts';
import { files } from './templates/files.ts';
import { forLoops } from './templates/for-loops.ts';
import { functions } from './templates/functions.ts';
import { library } from './templates/library.ts';
import { lists } from './templates/lists.ts';
import { nested } from './templates/nested.ts';
import { recursion } from './templates/recursion.ts';
import { setsAndTuples } from './templates/sets-and-tuples.ts';
import { strings } from './templates/strings.ts';
import { whileLoops } from './templates/while-loops.ts';

/** Every template; within a topic in the order in which they are drawn from. */
export const templates: readonly Template[] = [
  ...basics,
  ...strings,
  ...conditions,
  ...forLoops,
  ...whileLoops,
  ...nested,
  ...lists,
  ...comprehensions,
  ...furtherComprehensions,
  ...dictionaries,
  ...setsAndTuples,
  ...functions,
  ...defaults,
  ...recursion,
  ...classes,
  ...files,
  ...csvAndJson,
  ...errors,
  ...library,
];
