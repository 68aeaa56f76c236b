import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Product, startProduct } from '../e2e/product.ts';
import type { Verdict } from './checker.ts';
import type { ClientTask } from './client.ts';
import { Crew } from './crew.ts';
import { openSchool, type School, type Seat } from './school.ts';
import { createRandom } from './tokens.ts';

export type Result = Verdict | { skipped: string };

export interface Scenario {
  name: string;
  /** With fewer acknowledged edits the run has shown nothing, and counts as failed. */
  atLeast(isShort: boolean): number;
  /** @throws Error when it could not be carried out; that counts as failed */
  run(world: World): Promise<Result>;
}

/** The real server with its database, a lesson, and what scenarios need to disturb it. */
export class World {
  readonly isShort: boolean;
  readonly seed: number;
  readonly random: () => number;
  #folder = mkdtempSync(path.join(tmpdir(), 'learnflow-chaos-'));
  readonly school: School;
  #product: Product;
  readonly #crews: Crew[] = [];
  #files = 0;

  private constructor(product: Product, school: School, seed: number, isShort: boolean) {
    this.#product = product;
    this.school = school;
    this.seed = seed;
    this.random = createRandom(seed);
    this.isShort = isShort;
  }

  static async open(seed: number, isShort: boolean): Promise<World> {
    const product = await startProduct();
    return new World(product, await openSchool(product), seed, isShort);
  }

  get product(): Product {
    return this.#product;
  }
  get url(): string {
    return this.#product.url;
  }

  async restart(): Promise<void> {
    this.#product = await this.#product.restart();
  }

  crew(): Crew {
    const crew = new Crew();
    this.#crews.push(crew);
    return crew;
  }

  /** Clients of this world keep their notes under this folder. */
  notesIn(folder: string): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = mkdtempSync(path.join(folder, 'learnflow-chaos-'));
  }

  /** Starts client processes, each with one writer in every one of the rooms. */
  man(crew: Crew, seats: readonly Seat[], processes: number, url = this.url): void {
    for (let n = 0; n < processes; n++) {
      const file = ++this.#files;
      const task: ClientTask = {
        url,
        origin: url,
        ackFile: path.join(this.#folder, `acknowledged-${file}`),
        seed: Math.floor(this.random() * 2 ** 32),
        writers: seats.map(({ roomId, cookie }, at) => ({ name: `${file}.${at}`, roomId, cookie })),
      };
      crew.start(task);
    }
  }

  /** The database's main process and its children. */
  postgresPids(): number[] {
    const flags = readFileSync(`/proc/${this.#product.pid}/cmdline`, 'utf8').split('\0');
    const data = flags[flags.indexOf('--data') + 1] ?? '';
    return postgresPidsIn(data);
  }

  async close(): Promise<void> {
    for (const crew of this.#crews) await crew.kill();
    await this.#product.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function postgresPidsIn(dataFolder: string): number[] {
  const file = findPostmasterFile(dataFolder);
  const main = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const tasks = readFileSync(`/proc/${main}/task/${main}/children`, 'utf8');
  return [main, ...tasks.trim().split(' ').filter(Boolean).map(Number)];
}

function findPostmasterFile(dataFolder: string): string {
  const found = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  );
  if (!found) throw new Error('The database has no process file');
  return path.join(dataFolder, found);
}
