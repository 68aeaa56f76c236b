/**
 * Several rooms over one socket: who looks into many rooms shakes hands once. Each room has a channel, which is to both
 * sides what a socket of its own would be. Every binary frame is `varUint channel`, `varUint` one of `channelOp`, and then:
 *
 * - `open` (client): the rest is UTF-8, what would stand after `/collab/` in an address: `<roomId>?v=1[&mode=watch]`
 * - `frame` (both): the rest is one frame of the room
 * - `close` (both): `varUint` close code, the rest is the reason in UTF-8
 *
 * The client numbers its channels, each number higher than the last, so that late frames of an old one are told apart.
 */
export const channelOp = { open: 0, frame: 1, close: 2 } as const;

export type ChannelFrame =
  | { kind: 'open'; channel: number; address: string }
  | { kind: 'frame'; channel: number; frame: Uint8Array }
  | { kind: 'close'; channel: number; code: number; reason: string };

/** Channel numbers end here; nobody opens a room two billion times. */
export const maxChannelNumber = 2 ** 31;

/** @throws Error when the bytes are not such a frame. `frame` is a view of the bytes given. */
export function decodeChannelFrame(bytes: Uint8Array): ChannelFrame {
  let at = 0;
  const varUint = (): number => {
    let value = 0;
    for (let factor = 1; factor < maxChannelNumber; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('Cut short');
      value += (byte & 127) * factor;
      if (byte < 128 && value < maxChannelNumber) return value;
    }
    throw new Error('Integer out of range');
  };
  const text = (): string => new TextDecoder().decode(bytes.subarray(at));
  const channel = varUint();
  const op = varUint();
  if (op === channelOp.open) return { kind: 'open', channel, address: text() };
  if (op === channelOp.frame) return { kind: 'frame', channel, frame: bytes.subarray(at) };
  if (op === channelOp.close) return { kind: 'close', channel, code: varUint(), reason: text() };
  throw new Error('Unknown operation');
}

/** What stands before a room's frame, so that senders can put both into one buffer of their own. */
export function channelHeader(channel: number): number[] {
  return [...varUintBytes(channel), channelOp.frame];
}

export function encodeChannelFrame(message: ChannelFrame): Uint8Array<ArrayBuffer> {
  switch (message.kind) {
    case 'open':
      return join(message.channel, [channelOp.open], utf8(message.address));
    case 'frame':
      return join(message.channel, [channelOp.frame], message.frame);
    case 'close':
      return join(
        message.channel,
        [channelOp.close, ...varUintBytes(message.code)],
        utf8(message.reason),
      );
  }
}

function join(channel: number, head: number[], rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = [...varUintBytes(channel), ...head];
  const bytes = new Uint8Array(header.length + rest.byteLength);
  bytes.set(header);
  bytes.set(rest, header.length);
  return bytes;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function varUintBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
