/** The written library: every concept of `agents/concepts`, read once when the agents start. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Concept, modules } from './concept.ts';
import { ConceptFileError, parseConcept } from './concept-file.ts';

const folder = join(import.meta.dirname, '../../concepts');

/** @param from  folder with one folder for each module. Throws `ConceptFileError` at the first mistake. */
export function readLibrary(from: string): readonly Concept[] {
  const read = modules.flatMap((module) =>
    readdirSync(join(from, module))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => {
        const file = `${module}/${name}`;
        const concept = parseConcept(file, readFileSync(join(from, file), 'utf8'));
        if (concept.module !== module || `${concept.id}.md` !== name) {
          throw new ConceptFileError(file, 2, 'folder and name of a file are its module and id');
        }
        return concept;
      }),
  );
  const ids = new Set(read.map(({ id }) => id));
  for (const { module, id, see, needs } of read) {
    const lost = [...see, ...needs].find((other) => !ids.has(other) || other === id);
    if (lost) throw new ConceptFileError(`${module}/${id}.md`, 1, `there is no concept "${lost}"`);
  }
  return read;
}

const library = readLibrary(folder);
const byId = new Map(library.map((concept) => [concept.id, concept]));

/** All concepts in the order of the modules. */
export function listConcepts(): readonly Concept[] {
  return library;
}

export function findConcept(id: string): Concept | undefined {
  return byId.get(id);
}
