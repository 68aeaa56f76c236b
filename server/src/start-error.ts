/**
 * A reason why the server cannot start, in one sentence for the person at the terminal; `main.ts` prints it without a
 * stack and exits with 1. Refusals to people in the browser are `AppError`.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
