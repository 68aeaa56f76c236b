/**
 * Python hands over pictures and places by writing to devices, so that no JavaScript object lies within a program's
 * reach. What is written: four bytes of length, then as many bytes.
 */
import { Buffer } from 'node:buffer';

/** As in python/supervisor.py. */
const maxBytes = 4 * 1024 * 1024 + 64 * 1024;
const major = 64;

let lastMinor = -1;

/** Makes `/dev/<name>`; `take` gets every whole payload. After one that is too large nothing more is taken. */
export function addDevice(FS, name, take) {
  const device = FS.makedev(major, (lastMinor += 1));
  let pending = Buffer.alloc(0);
  let isBroken = false;
  FS.registerDevice(device, {
    open() {},
    close() {},
    write(_stream, buffer, offset, length) {
      if (isBroken) return length;
      // The heap is a view of signed bytes.
      pending = Buffer.concat([pending, Buffer.from(buffer.slice(offset, offset + length))]);
      while (pending.length >= 4) {
        const size = pending.readUInt32BE(0);
        isBroken = size > maxBytes;
        if (isBroken || pending.length < 4 + size) break;
        take(pending.subarray(4, 4 + size));
        pending = pending.subarray(4 + size);
      }
      if (isBroken) pending = Buffer.alloc(0);
      return length;
    },
  });
  FS.mkdev(`/dev/${name}`, 0o222, device);
}
