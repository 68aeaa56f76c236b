/** How one graded case ended, put together from the frames of its sandbox. */
import type { Done, Raised } from '../run/reports.ts';

/** A second claim is as wrong as a hundredth; more are not kept. */
const keptClaims = 2;

export type CaseLimit = 'time' | 'memory' | 'output';

export interface CaseEnd {
  /** What the case handed back, as JSON texts; exactly one makes an answer. */
  claims: string[];
  /** What it printed, up to its limit. */
  out: string;
  raised?: Raised;
  /** Undefined when a limit ended it, or when nothing is known about its end. */
  done?: Done;
  limit?: CaseLimit;
  durationMs: number;
}

export interface Gathering {
  output(bytes: Buffer, isShown: boolean): void;
  claim(text: string): void;
  raised(raised: Raised | undefined): void;
  /** The first one counts. */
  limit(limit: CaseLimit | undefined): void;
  hasLimit(): boolean;
  end(done: Done | undefined): CaseEnd;
}

/** Collects what one case sends; `exceeded` is called once, when it printed more than `outputBytes`. */
export function createGathering(
  outputBytes: number,
  exceeded: () => void,
  startedAt: number,
): Gathering {
  const chunks: Buffer[] = [];
  const claims: string[] = [];
  let bytesLeft = outputBytes;
  let raised: Raised | undefined;
  let limit: CaseLimit | undefined;

  return {
    output(bytes, isShown) {
      if (bytesLeft < 0) return;
      if (isShown) chunks.push(bytes.subarray(0, bytesLeft));
      bytesLeft -= bytes.length;
      if (bytesLeft < 0) exceeded();
    },
    claim(text) {
      if (claims.length < keptClaims) claims.push(text);
    },
    raised(next) {
      raised = next ?? raised;
    },
    limit(next) {
      limit ??= next;
    },
    hasLimit: () => limit !== undefined,
    end: (done) => ({
      claims,
      out: Buffer.concat(chunks).toString(),
      ...(raised === undefined ? {} : { raised }),
      ...(done === undefined || limit !== undefined ? {} : { done }),
      ...(limit === undefined ? {} : { limit }),
      durationMs: Math.round(performance.now() - startedAt),
    }),
  };
}
