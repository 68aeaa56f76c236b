/** Bounds of a program's memory and files, both of which live inside this process. */

const pageBytes = 65_536;
const noSpaceLeft = 51;

/**
 * Call before Pyodide is loaded. WebAssembly's memory is what Python's objects live in.
 * @returns how to set the limit, and whether more was ever asked for
 */
export function capMemory() {
  let limitBytes = Infinity;
  let isMet = false;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * pageBytes > limitBytes) {
      isMet = true;
      throw new RangeError('memory limit');
    }
    return grow.call(this, pages);
  };
  return { set: (bytes) => (limitBytes = bytes), wasMet: () => isMet };
}

/**
 * Files live in JavaScript memory, which the cap above does not see.
 * @returns sets how many bytes more than now there may be
 */
export function capFiles(FS) {
  const table = FS.filesystems.MEMFS.ops_table.file;
  const { write } = table.stream;
  const { setattr } = table.node;
  let limitBytes = Infinity;
  let usedBytes = 0;

  /** What is in files now; those deleted but still open count, those gone do not. */
  function measure() {
    const seen = new Set();
    let sum = 0;
    const add = (node) => {
      if (seen.has(node)) return;
      seen.add(node);
      if (FS.isFile(node.mode)) sum += node.usedBytes ?? 0;
      else if (FS.isDir(node.mode)) for (const name in node.contents) add(node.contents[name]);
    };
    add(FS.root);
    for (const stream of FS.streams) if (stream) add(stream.node);
    return sum;
  }

  function grow(node, size) {
    const growth = Math.max(0, size - node.usedBytes);
    if (usedBytes + growth > limitBytes) {
      usedBytes = measure();
      if (usedBytes + growth > limitBytes) throw new FS.ErrnoError(noSpaceLeft);
    }
    usedBytes += growth;
  }

  table.stream.write = (stream, buffer, offset, length, position, canOwn) => {
    grow(stream.node, position + length);
    return write(stream, buffer, offset, length, position, canOwn);
  };
  table.node.setattr = (node, attributes) => {
    if (attributes.size !== undefined) grow(node, attributes.size);
    return setattr(node, attributes);
  };
  return (bytes) => {
    usedBytes = measure();
    limitBytes = usedBytes + bytes;
  };
}
