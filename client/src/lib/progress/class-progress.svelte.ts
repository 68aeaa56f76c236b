import type { AppError, ClassProgress } from '@learnflow/shared';
import { asAppError } from '../as-app-error.ts';
import { getClassProgress } from './requests.ts';

/** A page that lies open beside the wall is looked after so often. */
const everyMs = 10_000;

/** Students × topics of a class, asked for again from time to time while somebody looks. */
export class ClassProgressPage {
  view: ClassProgress | undefined = $state.raw();
  trouble: AppError | undefined = $state.raw();
  readonly #classId: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(classId: string) {
    this.#classId = classId;
  }

  /** @returns stops looking */
  open(): () => void {
    const look = (): void => {
      if (!document.hidden) void this.load();
    };
    void this.load();
    this.#timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  async load(): Promise<void> {
    try {
      this.view = await getClassProgress(this.#classId);
    } catch (error) {
      if (!this.view) this.trouble = asAppError(error);
    }
  }
}
