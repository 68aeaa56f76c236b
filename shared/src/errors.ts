/**
 * Every refusal a person can meet, with the HTTP status and the websocket close code it travels as.
 * Close codes 44xx mirror 4xx; y-websocket treats 4400–4499 as final and 1013 as "try again later".
 */
export const errorTable = {
  'request.invalid': { status: 400, close: 4400 },
  'session.missing': { status: 401, close: 4401 },
  'passphrase.wrong': { status: 401, close: 4401 },
  'secret.wrong': { status: 401, close: 4401 },
  'secret.needed': { status: 401, close: 4401 },
  'setup.link': { status: 401, close: 4401 },
  forbidden: { status: 403, close: 4403 },
  'origin.refused': { status: 403, close: 4403 },
  'member.removed': { status: 403, close: 4403 },
  'door.locked': { status: 423, close: 4423 },
  'not.found': { status: 404, close: 4404 },
  'code.unknown': { status: 404, close: 4404 },
  'lesson.ended': { status: 410, close: 4410 },
  'lesson.busy': { status: 409, close: 4409 },
  'name.taken': { status: 409, close: 4409 },
  'class.full': { status: 409, close: 4409 },
  'run.busy': { status: 409, close: 4409 },
  'too.large': { status: 413, close: 4413 },
  'client.old': { status: 426, close: 4426 },
  'too.many': { status: 429, close: 4429 },
  'server.error': { status: 500, close: 1011 },
  unavailable: { status: 503, close: 1013 },
} as const satisfies Record<string, { status: number; close: number }>;

export type ErrorCode = keyof typeof errorTable;

/** The body of every failed HTTP answer and socket acknowledgement. `details` feed the client's own sentence for `code`. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details?: Record<string, string | number>;
}

/**
 * A refusal with a sentence for the person who meets it.
 * @param code     key of `errorTable`
 * @param message  one English sentence with the next action
 * @param details  values for the client's translated sentence (names, seconds, counts)
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, string | number> | undefined;
  constructor(code: ErrorCode, message: string, details?: Record<string, string | number>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
  get status(): number {
    return errorTable[this.code].status;
  }
  get closeCode(): number {
    return errorTable[this.code].close;
  }
  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.details ? { details: this.details } : {}),
    };
  }
}

/** Marks the branch that a complete `switch` never reaches; adding a union member makes the call a type error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
