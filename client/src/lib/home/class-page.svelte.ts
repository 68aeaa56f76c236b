import { t } from '../i18n/t.ts';
import { asAppError } from '../as-app-error.ts';
import { AppError, type ClassView, type MemberView, type RosterReply } from '@learnflow/shared';
import {
  addNames,
  changeClass,
  type ClassChange,
  listClasses,
  listMembers,
  listRemoved,
  removeMember,
  resetSecret,
  restoreMember,
} from './requests.ts';

/** A class outside a lesson: its list, its size, its lessons. Actions throw AppError for the page to say. */
export class ClassPage {
  view: ClassView | undefined = $state.raw();
  members: MemberView[] = $state.raw([]);
  trouble: AppError | undefined = $state.raw();
  /** Who was taken out of the class and can be put back; only those who manage it are told. */
  removed: MemberView[] = $state.raw([]);

  readonly students = $derived(
    this.members
      .filter((member) => member.role === 'student')
      .sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly staff = $derived(this.members.filter((member) => member.role !== 'student'));
  readonly lessons = $derived(
    [...(this.view?.lessons ?? [])].sort((a, b) => b.openedAt - a.openedAt),
  );

  readonly id: string;
  constructor(classId: string) {
    this.id = classId;
  }

  async load(): Promise<void> {
    try {
      const [classes, members, removed] = await Promise.all([
        listClasses(),
        listMembers(this.id),
        listRemoved(this.id).catch(() => []),
      ]);
      this.removed = removed;
      this.view = classes.find((view) => view.id === this.id);
      this.members = members;
      if (!this.view) throw new AppError('not.found', t('ops.notFound'));
    } catch (error) {
      this.trouble = asAppError(error);
    }
  }

  /** @param text names, one per line */
  async add(text: string): Promise<RosterReply> {
    const reply = await addNames(this.id, namesIn(text));
    await this.load();
    return reply;
  }

  async change(body: ClassChange): Promise<void> {
    await changeClass(this.id, body);
    await this.load();
  }

  /** @returns the two new words, to be shown once */
  async newWords(member: MemberView): Promise<string> {
    return (await resetSecret(member.id)).secret;
  }

  async remove(member: MemberView): Promise<void> {
    await removeMember(member.id);
    await this.load();
  }

  async putBack(member: MemberView): Promise<void> {
    await restoreMember(member.id);
    await this.load();
  }
}

/** @returns the lines of a pasted list that hold something, without the spaces around them */
export function namesIn(text: string): string[] {
  return text
    .split(/\r?\n|\r/)
    .map((line) => line.trim())
    .filter(Boolean);
}
