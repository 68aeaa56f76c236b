import * as decoding from 'lib0/decoding';

/** The new content of one Yjs client in an update. */
export interface StructSection {
  client: number;
  /** First clock in the section, and the end of its last struct. */
  clock: number;
  end: number;
  count: number;
  /** Where the structs stand in the bytes. */
  from: number;
  to: number;
  /** Byte offset, clock and number of structs before it: places where the section can be cut. */
  cuts: { at: number; clock: number; count: number }[];
}

/** What an update deletes of one client. */
export interface DeleteSection {
  client: number;
  count: number;
  from: number;
  to: number;
  /** clock and length of each range, one after the other. */
  ranges: number[];
  cuts: { at: number; count: number }[];
}

/** An update as it was read, without a single object of Yjs. */
export interface UpdateScan {
  structs: StructSection[];
  deletes: DeleteSection[];
  /** Characters (UTF-16 units) of the longest piece of text it brings. */
  longestText: number;
  /** Structs and deleted ranges together: what applying it costs. */
  parts: number;
}

/** Sections can be cut after this many structs or ranges: work of a few milliseconds. */
export const partsPerCut = 1000;

const maxClientId = 2 ** 32;
/** Beyond it readers that add to a clock would leave the safe integers; nobody types that much. */
const maxClock = 2 ** 40;
const kind = { gc: 0, text: 4, skip: 10 } as const;
const flag = { origin: 128, rightOrigin: 64, parentSub: 32, kind: 31 } as const;

/**
 * Reads a whole update (version 1) byte by byte before any of it touches a document: Yjs applies what it has read so far
 * when a later byte is bad, and takes memory for what a forged count announces. About a microsecond for a key press.
 * @returns undefined when the bytes are not an update
 */
export function scanUpdate(update: Uint8Array): UpdateScan | undefined {
  try {
    const decoder = decoding.createDecoder(update);
    const scan: UpdateScan = { structs: [], deletes: [], longestText: 0, parts: 0 };
    scanStructs(decoder, scan);
    scanDeletes(decoder, scan);
    return scan;
  } catch {
    return undefined;
  }
}

function scanStructs(decoder: decoding.Decoder, scan: UpdateScan): void {
  const seen = new Set<number>();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const count = decoding.readVarUint(decoder);
    const client = readClient(decoder);
    // Yjs would read the second and forget the first.
    if (seen.has(client)) throw new Error('A client twice');
    seen.add(client);
    let clock = decoding.readVarUint(decoder);
    const section: StructSection = {
      client,
      clock,
      end: clock,
      count,
      from: decoder.pos,
      to: 0,
      cuts: [],
    };
    for (let n = 0; n < count; n++) {
      if (n > 0 && n % partsPerCut === 0) section.cuts.push({ at: decoder.pos, clock, count: n });
      const info = decoding.readUint8(decoder);
      const length = readStruct(decoder, info);
      if ((info & flag.kind) === kind.text && length > scan.longestText) scan.longestText = length;
      if (length < 1) throw new Error('A struct without length');
      clock += length;
      if (clock > maxClock) throw new Error('Clock out of range');
      if ((info & flag.kind) !== kind.skip) section.end = clock;
    }
    section.to = decoder.pos;
    scan.structs.push(section);
    scan.parts += count;
  }
}

function scanDeletes(decoder: decoding.Decoder, scan: UpdateScan): void {
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = readClient(decoder);
    const count = decoding.readVarUint(decoder);
    const section: DeleteSection = {
      client,
      count,
      from: decoder.pos,
      to: 0,
      ranges: [],
      cuts: [],
    };
    for (let n = 0; n < count; n++) {
      if (n > 0 && n % partsPerCut === 0) section.cuts.push({ at: decoder.pos, count: n });
      const clock = decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      if (clock + length > maxClock) throw new Error('Clock out of range');
      section.ranges.push(clock, length);
    }
    section.to = decoder.pos;
    scan.deletes.push(section);
    scan.parts += count;
  }
}

/** @returns how many clocks the struct takes */
function readStruct(decoder: decoding.Decoder, info: number): number {
  const type = info & flag.kind;
  // Yjs takes a gap with flags for a gap when it applies an update, and for an item when it merges or decodes one.
  if (type === kind.skip && info !== kind.skip) throw new Error('A gap with flags');
  if (type === kind.gc || type === kind.skip) return decoding.readVarUint(decoder);
  const hasNeighbour = (info & (flag.origin | flag.rightOrigin)) !== 0;
  if (info & flag.origin) readId(decoder);
  if (info & flag.rightOrigin) readId(decoder);
  if (!hasNeighbour) {
    if (decoding.readVarUint(decoder) === 1) decoding.readVarString(decoder);
    else readId(decoder);
    if (info & flag.parentSub) decoding.readVarString(decoder);
  }
  return readContent(decoder, type);
}

function readContent(decoder: decoding.Decoder, type: number): number {
  switch (type) {
    case 1:
      return decoding.readVarUint(decoder);
    case 2:
      return readMany(decoder, () => {
        const json = decoding.readVarString(decoder);
        if (json !== 'undefined') JSON.parse(json);
      });
    case 3:
      decoding.readVarUint8Array(decoder);
      return 1;
    case 4:
      return decoding.readVarString(decoder).length;
    case 5:
      JSON.parse(decoding.readVarString(decoder));
      return 1;
    case 6:
      decoding.readVarString(decoder);
      JSON.parse(decoding.readVarString(decoder));
      return 1;
    case 7:
      readType(decoder);
      return 1;
    case 8:
      return readMany(decoder, () => decoding.readAny(decoder));
    case 9:
      decoding.readVarString(decoder);
      decoding.readAny(decoder);
      return 1;
    default:
      throw new Error('Unknown content');
  }
}

function readMany(decoder: decoding.Decoder, read: () => void): number {
  const count = decoding.readVarUint(decoder);
  for (let n = 0; n < count; n++) read();
  return count;
}

/** Seven shared types; an XML element and an XML hook carry a name. */
function readType(decoder: decoding.Decoder): void {
  const type = decoding.readVarUint(decoder);
  if (type > 6) throw new Error('Unknown type');
  if (type === 3 || type === 5) decoding.readVarString(decoder);
}

function readId(decoder: decoding.Decoder): void {
  readClient(decoder);
  if (decoding.readVarUint(decoder) > maxClock) throw new Error('Clock out of range');
}

function readClient(decoder: decoding.Decoder): number {
  const client = decoding.readVarUint(decoder);
  if (client >= maxClientId) throw new Error('Client id out of range');
  return client;
}
