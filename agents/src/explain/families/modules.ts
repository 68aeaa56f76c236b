/** Modules and names in them that are not there. */
import { type Account, type Case, atLine, capital, q } from '../family.ts';
import { nearest } from '../near.ts';
import { moduleOf, modules } from '../python-words.ts';

export function moduleAccount(c: Case, module: string, name: string): Account {
  const here = atLine(c.line);
  const shadow = c.fileNames.includes(`${module}.py`);
  const other = moduleOf[name];
  return {
    what: `${capital(here)} asks the module ${q(module)} for ${q(name)}, which it does not have.`,
    why: shadow
      ? `This room has a file of its own called ${q(`${module}.py`)}, and Python took that one.`
      : other !== undefined && other !== module
        ? `${q(name)} lives in the module ${q(other)}.`
        : `The name is spelt in another way, or belongs to another module.`,
    question: shadow ? `What else could your file be called?` : `How does the module spell it?`,
    concept: 'modules',
    hints: [
      shadow
        ? `Look at the names of the files in this room.`
        : `Look at the name after the dot on ${here}.`,
      shadow
        ? `A file of yours comes before a module of Python with the same name.`
        : `A module has only what is written in it, in exactly that spelling.`,
      shadow
        ? `Rename your file, so that Python finds its own module again.`
        : `Check the spelling, or import the module that has it.`,
    ],
  };
}

export function explainImport(c: Case): Account {
  const name = c.match[1] ?? c.match[2] ?? '';
  const here = atLine(c.line);
  const first = name.split('.')[0] ?? name;
  const files = c.fileNames.filter((file) => file.endsWith('.py')).map((file) => file.slice(0, -3));
  const near = nearest(first, files) ?? nearest(first, modules);
  return {
    what: `${capital(here)} imports ${q(name)}, and Python finds nothing of that name.`,
    why: near
      ? `There is ${q(near)}, which is spelt almost the same.`
      : `It is neither a file of this room nor a module that is installed here.`,
    question: near
      ? `Is ${q(near)} the one you mean?`
      : `Can it be done with a module that comes with Python?`,
    concept: 'modules',
    hints: [
      `Look at the spelling on ${here}, and at the names of the files.`,
      `An import needs the exact name of a module, or of a file without its ending.`,
      near
        ? `Compare it letter by letter with the module that is there.`
        : `Use another module, or write the function yourself.`,
    ],
  };
}

export function explainCannotImport(c: Case): Account {
  const [, name = '', module = ''] = c.match;
  const here = atLine(c.line);
  return {
    what: `${capital(here)} asks ${q(module)} for ${q(name)}, and it is not in there.`,
    why: c.fileNames.includes(`${module}.py`)
      ? `Your file ${q(`${module}.py`)} does not define ${q(name)}, at least not before this import runs.`
      : `The module ${q(module)} has no such name; it may be spelt in another way.`,
    question: `Where is ${q(name)} defined, and how is it spelt there?`,
    concept: 'modules',
    hints: [
      `Look at the spelling of ${q(name)} on ${here}.`,
      `Only what a module defines can be taken out of it.`,
      `Compare the name with the module's own, or import it from where it is defined.`,
    ],
  };
}
