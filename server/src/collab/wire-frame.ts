/** A message of the protocol in a buffer with space before it, so that its websocket header can be written without a copy. */
export type Message = Uint8Array & { readonly hasHeadroom: true };

/** The longest header of a frame that is not masked. */
const headroom = 10;
const finalBinary = 0x82;

export function newMessage(bytes: number): Message {
  return new Uint8Array(new ArrayBuffer(headroom + bytes), headroom) as Message;
}

let lastMessage: Message | undefined;
let lastFrame: Buffer | undefined;

/**
 * @returns the message as a websocket frame, ready for the line. A message goes to all its readers one after the other,
 *   so the last frame is kept.
 */
export function toFrame(message: Message): Buffer {
  if (message === lastMessage && lastFrame) return lastFrame;
  const { buffer, byteLength: length } = message;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.from(buffer, headroom - header, header + length);
  frame[0] = finalBinary;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  lastMessage = message;
  lastFrame = frame;
  return frame;
}
