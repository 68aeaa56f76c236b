import { type Rescue, type RescuedFile, stillMissing } from './rescue.ts';
import { deleteRescue, putRescue, readRescues } from './rescue-store.ts';

/** The rescue copies on this screen. Without storage (a private window) they live as long as the page. */
class Rescues {
  list: Rescue[] = $state.raw([]);

  /** Shows what is kept for this person, and what was kept on this page already. */
  async load(memberId: string): Promise<void> {
    const stored = await readRescues(memberId).catch(() => []);
    const mine = this.list.filter((rescue) => rescue.memberId === memberId);
    const ids = mine.map(({ id }) => id);
    this.list = [...stored.filter(({ id }) => !ids.includes(id)), ...mine];
  }

  /** Keeps a copy, in place of an earlier one with its id. Resolves when it is on the disk, or cannot be. */
  async keep(rescue: Rescue): Promise<void> {
    this.list = [...this.list.filter(({ id }) => id !== rescue.id), rescue];
    await putRescue(rescue).catch(() => undefined);
  }

  async dismiss(id: string): Promise<void> {
    this.list = this.list.filter((rescue) => rescue.id !== id);
    await deleteRescue(id).catch(() => undefined);
  }

  /** The room's own files are here: what they hold already needs no copy. */
  compare(roomId: string, room: readonly RescuedFile[]): void {
    for (const rescue of this.list.filter((one) => one.roomId === roomId)) {
      const left = stillMissing(rescue, room);
      if (!left) void this.dismiss(rescue.id);
      else if (left.files.length < rescue.files.length) void this.keep(left);
    }
  }
}

export const rescues = new Rescues();
