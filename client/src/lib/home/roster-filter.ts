import { nameKey } from '@learnflow/shared';

interface Named {
  name: string;
}

/** Accents do not keep a name from being found: typing `ines` finds Inês. */
function searchKey(name: string): string {
  return nameKey(name).normalize('NFD').replace(/\p{M}/gu, '');
}

/**
 * The names that fit what was typed: those that begin with it first, then those where a later word does
 * (`may` and `coh` both find Maya Cohen). Nothing typed: all of them, as they came.
 * @param typed  any text, spaces around it do not matter
 */
export function filterNames<T extends Named>(people: readonly T[], typed: string): T[] {
  const wanted = searchKey(typed);
  if (wanted === '') return [...people];
  const begins: T[] = [];
  const inside: T[] = [];
  for (const person of people) {
    const key = searchKey(person.name);
    if (key.startsWith(wanted)) begins.push(person);
    else if (key.split(/[\s'-]/).some((word) => word.startsWith(wanted))) inside.push(person);
  }
  return [...begins, ...inside];
}

/** @returns the person who has exactly the name that was typed, whatever its case and spacing */
export function findByName<T extends Named>(people: readonly T[], typed: string): T | undefined {
  const wanted = nameKey(typed);
  return people.find((person) => nameKey(person.name) === wanted);
}
