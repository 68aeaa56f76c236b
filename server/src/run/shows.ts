import { AppError, type PictureNote, type RunPicture, type RunWritten } from '@learnflow/shared';

/** Pictures of all rooms together stay in memory up to this; then the rooms that showed theirs first lose them. */
const maxPictureChars = 192 * 1024 * 1024;

interface Shown {
  pictures: RunPicture[];
  versions: number[];
  written: RunWritten[];
  chars: number;
}

/** What the last run of each room showed besides text. Kept in memory only: running again shows it again. */
export class Shows {
  readonly #byRun = new Map<string, Shown>();
  #chars = 0;

  /** Adds a picture, or puts it in the place of an earlier one. */
  addPicture(runId: string, picture: RunPicture): void {
    const shown = this.#of(runId);
    const at = picture.replaces ?? shown.pictures.length;
    const before = shown.pictures[at]?.base64.length ?? 0;
    if (at > shown.pictures.length) return;
    shown.pictures[at] = picture;
    shown.versions[at] = (shown.versions[at] ?? 0) + 1;
    shown.chars += picture.base64.length - before;
    this.#chars += picture.base64.length - before;
    for (const oldest of this.#byRun.keys()) {
      if (this.#chars <= maxPictureChars || oldest === runId) return;
      this.forget(oldest);
    }
  }

  addWritten(runId: string, files: readonly RunWritten[]): void {
    this.#of(runId).written.push(...files);
  }

  notes(runId: string): PictureNote[] {
    const shown = this.#byRun.get(runId);
    return (shown?.pictures ?? []).map(({ width, height, alt }, n) => ({
      ...{ width, height, alt },
      version: shown?.versions[n] ?? 1,
    }));
  }

  writtenNames(runId: string): string[] {
    return (this.#byRun.get(runId)?.written ?? []).map((file) => file.name);
  }

  /** @throws AppError `not.found` when it is no longer kept */
  getPicture(runId: string, n: number): RunPicture {
    const picture = this.#byRun.get(runId)?.pictures[n];
    if (picture) return picture;
    throw new AppError('not.found', 'This picture is no longer kept. Run the program again.');
  }

  /** @throws AppError `not.found` when it was opened before or is no longer kept */
  getWritten(runId: string, name: string): RunWritten {
    const file = this.#byRun.get(runId)?.written.find((one) => one.name === name);
    if (file) return file;
    throw new AppError('not.found', 'This file is no longer kept. Run the program again.');
  }

  dropWritten(runId: string, name: string): void {
    const shown = this.#byRun.get(runId);
    if (shown) shown.written = shown.written.filter((file) => file.name !== name);
  }

  forget(runId: string): void {
    this.#chars -= this.#byRun.get(runId)?.chars ?? 0;
    this.#byRun.delete(runId);
  }

  #of(runId: string): Shown {
    const shown = this.#byRun.get(runId) ?? { pictures: [], versions: [], written: [], chars: 0 };
    this.#byRun.set(runId, shown);
    return shown;
  }
}
