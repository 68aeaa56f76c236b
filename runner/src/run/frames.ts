/**
 * The words between the host and a sandbox: one letter, four bytes of length (big endian), payload.
 * The same frames serve every driver; python/supervisor.py and sandbox/pyodide/worker are the other end.
 */

/** Larger than anything a sandbox has to say: a frame beyond it means that the stream is broken. */
const maxFrameBytes = 5 * 1024 * 1024;
const headBytes = 5;

export type HostFrame = 'J' | 'I' | 'E' | 'C' | 'T';
export type SandboxFrame = 'R' | 'O' | 'F' | 'W' | 'X' | 'V' | 'P' | 'A' | 'N' | 'L' | 'D';

const sandboxFrames: readonly string[] = ['R', 'O', 'F', 'W', 'X', 'V', 'P', 'A', 'N', 'L', 'D'];

/** Encodes one frame for the sandbox. */
export function encodeFrame(kind: HostFrame, payload: string | Buffer = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(headBytes + body.length);
  frame.write(kind, 0, 'latin1');
  frame.writeUInt32BE(body.length, 1);
  body.copy(frame, headBytes);
  return frame;
}

/**
 * Returns a function that takes the chunks of a stream and calls `onFrame` for each whole frame.
 * It throws when the stream holds something that is no frame.
 */
export function createFrameReader(
  onFrame: (kind: SandboxFrame, payload: Buffer) => void,
): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (bytes.length - at >= headBytes) {
      const kind = String.fromCharCode(bytes[at] ?? 0);
      const size = bytes.readUInt32BE(at + 1);
      if (!isSandboxFrame(kind) || size > maxFrameBytes) throw new Error('not a frame');
      if (bytes.length - at < headBytes + size) break;
      onFrame(kind, bytes.subarray(at + headBytes, at + headBytes + size));
      at += headBytes + size;
    }
    pending = bytes.subarray(at);
  };
}

function isSandboxFrame(kind: string): kind is SandboxFrame {
  return sandboxFrames.includes(kind);
}
