import { setTimeout as delay } from 'node:timers/promises';
import { filesKey } from '@learnflow/shared';
import * as Y from 'yjs';
import { openTypist, type Typist } from '../provider.ts';
import type { Verdict } from '../checker.ts';
import { placeIn, readTokens, token } from '../tokens.ts';
import type { Scenario, World } from '../world.ts';

/** What twenty minutes are in edits, which is all that counts for a document. */
const ownEdits = 300;
const othersEdits = 2000;
const others = 4;
/** Edits of one person in one go; the server takes a burst of a thousand frames. */
const burst = 100;
const settleWithinMs = 30_000;

/** Somebody works on without a connection while the others do, and comes back: everything is there, once, for all. */
export const away: Scenario = {
  name: 'twenty minutes away',
  atLeast: () => ownEdits + othersEdits,
  async run(world) {
    const [seat] = await world.school.join(1);
    if (!seat) throw new Error('Nobody joined');
    const open = (): Typist => openTypist({ ...seat, url: world.url, origin: world.url });
    const people = Array.from({ length: 1 + others }, open);
    const [traveller, ...here] = people;
    if (!traveller) throw new Error('Nobody leaves');
    try {
      await until(() => people.every(({ provider, text }) => provider.synced && text()));
      traveller.provider.disconnect();
      await until(() => !traveller.provider.wsconnected);
      const words = [
        ...write(world, 'own', traveller, ownEdits),
        ...(await writeTogether(world, here)),
      ];
      await until(() => here.every(isSaved));
      traveller.provider.connect();
      const late = await until(
        () => people.every(isSaved) && areEqual(people),
        settleWithinMs,
      ).then(
        () => 0,
        () => 1,
      );
      return await verdictOn(open, people, words, late);
    } finally {
      for (const person of people) person.leave();
    }
  },
};

function write(world: World, name: string, { text }: Typist, count: number, from = 0): string[] {
  const words = Array.from({ length: count }, (_, n) => token(name, from + n));
  for (const word of words) {
    const target = text();
    if (!target) throw new Error('The room has no text');
    target.insert(placeIn(target.length, world.random), word);
  }
  return words;
}

async function writeTogether(world: World, here: readonly Typist[]): Promise<string[]> {
  const words: string[] = [];
  for (let round = 0; round * burst * here.length < othersEdits; round++) {
    for (const [at, person] of here.entries()) {
      words.push(...write(world, `p${at}`, person, burst, round * burst));
    }
    await delay(300);
  }
  return words;
}

function isSaved({ doc, savedClock }: Typist): boolean {
  return savedClock() >= Y.getState(doc.store, doc.clientID);
}

function areEqual(people: readonly Typist[]): boolean {
  return new Set(people.map(({ text }) => text()?.toString())).size === 1;
}

/** A newcomer and everybody who was there must see the same: all words once, in the one file that the server began. */
async function verdictOn(
  open: () => Typist,
  people: readonly Typist[],
  words: readonly string[],
  late: number,
): Promise<Verdict> {
  const reader = open();
  await until(() => reader.provider.synced && reader.text() !== undefined);
  const text = reader.text()?.toString() ?? '';
  const { tokens, isWhole } = readTokens(text);
  const there = new Set(tokens);
  const seeds = reader.doc.getMap(filesKey).size;
  reader.leave();
  const different = people.filter((person) => person.text()?.toString() !== text).length;
  return {
    acknowledged: words.length,
    lost: words.filter((word) => !there.has(word)).length,
    doubled: tokens.length - there.size + (seeds - 1),
    diverged: different + (isWhole ? 0 : 1),
    stuck: late,
  };
}

/** @throws Error when it does not come true in time */
async function until(isTrue: () => unknown, withinMs = settleWithinMs): Promise<void> {
  const endAt = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > endAt) throw new Error('It did not come true in time');
    await delay(20);
  }
}
