/**
 * One program in Pyodide. Started by the driver with no rights but to read Pyodide and our Python files:
 *   node --permission --allow-fs-read=… --disallow-code-generation-from-strings  \
 *     worker.mjs <pyodide folder> <python folder> [<snapshot file> | make]
 * Order matters: load, then cap memory and files, then lock the doors, then say ready, then take the job.
 * WebAssembly keeps Python away from the machine; the rest is for a program that finds its way into JavaScript.
 * Node calls its permission model a seat belt: defence in depth, not a wall. Frames: see python/supervisor.py.
 */
import { Buffer } from 'node:buffer';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';

import { programParts } from '../../python/parts.mjs';

const node = globalThis.process;
const { readSync, writeSync } = fs;
const exit = node.reallyExit.bind(node);
const [pyodideFolder, pythonFolder, snapshot] = node.argv.slice(2);
const isMaking = snapshot === 'make';
const pageBytes = 65_536;
/** What Python itself and its libraries need above a program's own memory. */
const interpreterBytes = 32 * 1024 * 1024;
const noSpaceLeft = 51;
const home = '/home/learner';
/** As in python/supervisor.py. */
const pictureRoom = 4 * 1024 * 1024 + 64 * 1024;
const writtenName = /^[A-Za-z0-9_][A-Za-z0-9_-]*\.(py|txt|csv|json|md)$/;
const writtenBytes = 256 * 1024;
const writtenFiles = 12;

// ---- frames ----
function sendBytes(bytes) {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') exit(0);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function send(kind, payload) {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(5 + body.length);
  frame.write(kind, 0, 'latin1');
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, 5);
  sendBytes(frame);
}

function receiveBytes(size) {
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    let count = 0;
    try {
      count = readSync(0, bytes, at, size - at, null);
    } catch (error) {
      if (error.code === 'EAGAIN') {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        continue;
      }
      // Windows reports the end of a pipe as an error.
    }
    if (count === 0) exit(0);
    at += count;
  }
  return bytes;
}

function receive() {
  const head = receiveBytes(5);
  return { kind: String.fromCharCode(head[0]), payload: receiveBytes(head.readUInt32BE(1)) };
}

// ---- streams of the program ----
let answer = Buffer.alloc(0);
let isInputEnded = false;
/** What is typed now must not be shown. */
let isSecret = false;

function readInput(target) {
  if (answer.length === 0 && !isInputEnded) {
    send('W', isSecret ? '2' : '1');
    while (answer.length === 0 && !isInputEnded) {
      const frame = receive();
      if (frame.kind === 'I') answer = frame.payload;
      else if (frame.kind === 'E') isInputEnded = true;
    }
    send('W', '0');
  }
  const count = Math.min(answer.length, target.length);
  target.set(answer.subarray(0, count));
  answer = answer.subarray(count);
  return count;
}

const writer = (kind) => ({
  isatty: false,
  write(bytes) {
    send(kind, bytes);
    return bytes.length;
  },
});

// ---- pictures ----
/**
 * Python hands over pictures by writing to a device, so that no JavaScript object lies within a program's reach.
 * Four bytes of length, then a picture as the frame `P` has it, or one letter: whether answers are secret from now on.
 */
function addDevice(FS) {
  let pending = Buffer.alloc(0);
  let isBroken = false;
  FS.registerDevice(FS.makedev(64, 0), {
    open() {},
    close() {},
    write(stream, buffer, offset, length) {
      if (isBroken) return length;
      // The heap is a view of signed bytes.
      pending = Buffer.concat([pending, Buffer.from(buffer.slice(offset, offset + length))]);
      while (pending.length >= 4) {
        const size = pending.readUInt32BE(0);
        isBroken = size > pictureRoom;
        if (isBroken || pending.length < 4 + size) break;
        const payload = pending.subarray(4, 4 + size);
        if (size === 1) isSecret = payload[0] === 0x53;
        else send('P', payload);
        pending = pending.subarray(4 + size);
      }
      if (isBroken) pending = Buffer.alloc(0);
      return length;
    },
  });
  FS.mkdev('/dev/learnflow', 0o222, FS.makedev(64, 0));
}

// ---- files the program wrote ----
function sendWritten(FS, files) {
  const before = new Map(files.map((file) => [file.name, Buffer.from(file.text)]));
  let count = 0;
  const walk = (node, prefix, depth) => {
    for (const [name, child] of Object.entries(node.contents).sort()) {
      if (count === writtenFiles) return;
      // Read from the file's own bytes, whatever its name leads to: links are no files here.
      if (FS.isDir(child.mode) && depth > 0) walk(child, `${prefix}${name}/`, depth - 1);
      else if (FS.isFile(child.mode) && child.usedBytes <= writtenBytes) {
        const bytes = Buffer.from(child.contents?.subarray?.(0, child.usedBytes) ?? []);
        if (!writtenName.test(name) || before.get(prefix + name)?.equals(bytes)) continue;
        count += 1;
        send('N', Buffer.concat([Buffer.from(`${prefix}${name}\n`), bytes]));
      }
    }
  };
  walk(FS.lookupPath(home).node, '', 2);
}

// ---- caps ----
function capMemory() {
  let limitBytes = Infinity;
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * pageBytes > limitBytes)
      throw new RangeError('memory limit');
    return grow.call(this, pages);
  };
  return (bytes) => (limitBytes = bytes);
}

/** Files live in JavaScript memory, which the cap above does not see. */
function capFiles(FS) {
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

// ---- locks ----
function refuse() {
  throw new Error('not permitted');
}

const closedGlobals =
  'fetch WebSocket EventSource Worker MessageChannel BroadcastChannel navigator require Buffer global'.split(
    ' ',
  );

function lock() {
  for (const owner of [net.Socket.prototype, net.Server.prototype, dgram.Socket.prototype])
    for (const name of ['connect', 'listen', 'bind', 'send', 'addMembership'])
      if (owner[name]) Object.defineProperty(owner, name, { value: refuse });
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    for (const name of Object.getOwnPropertyNames(owner))
      if (/^(lookup|resolve|reverse)/.test(name)) owner[name] = refuse;
  for (const name of closedGlobals) delete globalThis[name];
  for (const name of [
    'binding',
    'kill',
    'dlopen',
    'getBuiltinModule',
    'abort',
    'chdir',
    'setuid',
    'setgid',
    'report',
    '_debugProcess',
    '_debugEnd',
    '_linkedBinding',
    '_kill',
    'execve',
    'loadEnvFile',
    'mainModule',
    'stdin',
    'stdout',
    'stderr',
  ])
    Object.defineProperty(node, name, { value: refuse, configurable: false, writable: false });
  // Pyodide only asks these of it once it runs.
  globalThis.process = {
    exitCode: 0,
    versions: { node: node.versions.node },
    argv: [],
    env: {},
    on() {},
  };
}

// ---- the program ----
function shimBinding() {
  // Pyodide asks for these constants in a way the permission model forbids.
  node.binding = (name) => (name === 'constants' ? { fs: fs.constants } : refuse());
}

function run(python, text) {
  try {
    const { code, raised, claims } = decode(python(text));
    if (raised !== null) send('X', encode(raised));
    return { code, signal: null, ...(claims === undefined ? {} : { claims }) };
  } catch (error) {
    // os._exit
    if (typeof error?.status === 'number') return { code: error.status & 255, signal: null };
    // The interpreter itself broke: a stack or memory beyond what WebAssembly can take.
    return { code: null, signal: 6 };
  }
}

/**
 * All cases of a submission, one after the other. Each ends with a frame V: its claims and how it ended; the output since
 * the last one is its own. A case that broke the interpreter is the last; the host starts the rest elsewhere.
 */
function runCases(python, job) {
  const { cases, ...rest } = job;
  for (const one of cases) {
    answer = encodeText(one.stdin ?? '');
    isInputEnded = true;
    const { claims, ...done } = run(python, encode({ ...rest, ...one }));
    send('V', encode({ claims: claims ?? [], ...done }));
    if (claims === undefined) return;
  }
}

shimBinding();
const setMemoryLimit = capMemory();
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({
  indexURL: `${pyodideFolder}/`,
  jsglobals: Object.assign(Object.create(null), { Object }),
  stdin: () => null,
  ...(isMaking ? { _makeSnapshot: true } : {}),
  ...(snapshot && !isMaking ? { _loadSnapshot: fs.readFileSync(snapshot) } : {}),
});
if (isMaking) {
  pyodide.runPython('import collections, dataclasses, io, json, random, re, traceback, typing');
  sendBytes(pyodide.makeMemorySnapshot());
  exit(0);
}
// A snapshot would give every program the same random numbers.
pyodide.runPython('import random; random.seed()');
const read = (name) => fs.readFileSync(`${pythonFolder}/${name}`, 'utf8');
const sources = [...programParts, 'pyodide_program.py'];
const modules = JSON.stringify({ turtle: read('modules/turtle.py') });
const space = pyodide.runPython('dict()');
const harness = [`MODULES = ${modules}`, ...sources.map(read)].join('\n');
pyodide.runPython(harness, { globals: space, filename: '<runner>' });
const python = space.get('run_job');
const pythonCase = space.get('run_case');
const version = pyodide.runPython('import sys; ".".join(map(str, sys.version_info[:3]))');
pyodide.setStdin({ read: readInput, isatty: false });
pyodide.setStdout(writer('O'));
pyodide.setStderr(writer('F'));
// Pyodide hands it out no more once a program has exited.
const { FS } = pyodide;
const setFileLimit = capFiles(FS);
addDevice(FS);
const encode = JSON.stringify;
const decode = JSON.parse;
const encodeText = Buffer.from;
const text = (bytes) => bytes.toString('utf8');
const memoryNow = () => pyodide._module.HEAP8.length;
lock();
send('R', version);

const job = receive();
if (job.kind !== 'J') exit(2);
const { limits, cases, ...rest } = decode(text(job.payload));
setMemoryLimit(Math.max(memoryNow(), limits.memoryBytes + interpreterBytes));
setFileLimit(limits.diskBytes);
if (cases === undefined) {
  const done = run(python, text(job.payload));
  sendWritten(FS, rest.files);
  send('D', encode(done));
} else {
  runCases(pythonCase, { limits, cases, ...rest });
  send('D', encode({ code: 0, signal: null }));
}
exit(0);
