import { AppError, type QuizResult, type QuizSummary, type QuizTry } from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import { answerQuestion, finishQuiz, listQuizzes, openQuiz } from './requests.ts';

/** The quizzes of one room: the list, the try that goes on, its result. Nothing says Saved before it is stored. */
export class QuizRun {
  quizzes: QuizSummary[] | undefined = $state.raw();
  current: QuizTry | undefined = $state.raw();
  /** The question in view, from 0. */
  at = $state(0);
  /** What was chosen and is on its way or could not be stored; stored choices are in `current`. */
  sending: number | null = $state(null);
  state: 'idle' | 'saving' | 'saved' | 'unsaved' = $state('idle');
  result: QuizResult | undefined = $state.raw();
  trouble: string | undefined = $state();
  busy = $state(false);

  readonly question = $derived(this.current?.questions[this.at]);
  /** What shows as chosen. */
  readonly chosen = $derived(this.sending ?? this.question?.chosen ?? null);
  readonly isLast = $derived(this.at === (this.current?.questions.length ?? 0) - 1);
  readonly mayGoOn = $derived((this.question?.chosen ?? null) !== null && this.sending === null);

  readonly #roomId: string;
  constructor(roomId: string) {
    this.#roomId = roomId;
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.quizzes = await listQuizzes(this.#roomId);
      this.current = undefined;
      this.result = undefined;
    });
  }

  async open(quiz: string): Promise<void> {
    await this.#attempt(async () => {
      this.current = await openQuiz(this.#roomId, quiz);
      this.result = undefined;
      const open = this.current.questions.findIndex(({ chosen }) => chosen === null);
      this.go(open >= 0 ? open : this.current.questions.length - 1);
    });
  }

  go(to: number): void {
    this.at = to;
    this.sending = null;
    this.state = this.question?.chosen === null ? 'idle' : 'saved';
  }

  async choose(choice: number): Promise<void> {
    const { current, at } = this;
    const isThere = choice >= 0 && choice < (this.question?.choices.length ?? 0);
    if (!current || !isThere || this.state === 'saving') return;
    this.sending = choice;
    this.state = 'saving';
    try {
      await answerQuestion(this.#roomId, { tryId: current.id, question: at, choice });
      const questions = current.questions.map((question, n) =>
        n === at ? { ...question, chosen: choice } : question,
      );
      this.current = { ...current, questions };
      this.sending = null;
      this.state = 'saved';
    } catch (error) {
      this.sending = null;
      this.state = 'unsaved';
      this.trouble = sentenceOf(error);
    }
  }

  async next(): Promise<void> {
    if (!this.mayGoOn) return;
    if (!this.isLast) return this.go(this.at + 1);
    const { current } = this;
    if (!current) return;
    await this.#attempt(async () => {
      this.result = await finishQuiz(this.#roomId, current.id);
    });
  }

  async #attempt(what: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      await what();
    } catch (error) {
      this.trouble = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  }
}

const sentenceOf = (error: unknown): string =>
  error instanceof AppError ? error.message : t('ops.error');
