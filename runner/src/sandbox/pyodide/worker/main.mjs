/**
 * One program in Pyodide. Started by the driver with no rights but to read Pyodide and our own files:
 *   node --permission --allow-fs-read=… --disallow-code-generation-from-strings  \
 *     worker/main.mjs <pyodide folder> <python folder> [<snapshot file> | make]
 * Order matters: load, then cap memory and files, then lock the doors, then say ready, then take the job.
 * WebAssembly keeps Python away from the machine; the rest is for a program that finds its way into JavaScript.
 * Node calls its permission model a seat belt: defence in depth, not a wall.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

import { programParts } from '../../../python/parts.mjs';
import { capFiles, capMemory } from './caps.mjs';
import { addDevice } from './devices.mjs';
import { receive, send, sendBytes, stopBlocking } from './frames.mjs';
import { readInput, setInput, signals, sleep, wasAskedForPlace } from './host-words.mjs';
import { lock, shimBinding } from './locks.mjs';
import { sendWritten } from './written-files.mjs';

const exit = process.reallyExit.bind(process);
const [pyodideFolder, pythonFolder, snapshot] = process.argv.slice(2);
const isMaking = snapshot === 'make';
/** A pipe of Windows cannot be looked at without waiting for it. */
const canPoll = process.platform !== 'win32';
/** What Python itself and its libraries need above a program's own memory. */
const interpreterBytes = 32 * 1024 * 1024;
const home = '/home/learner';
/** SIGABRT and SIGKILL, as the host knows them. */
const [aborted, killed] = [6, 9];

const memory = capMemory();
shimBinding(fs.constants);
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
const modules = JSON.stringify({ turtle: read('modules/turtle.py') });
const space = pyodide.runPython('dict()');
const sources = [...programParts, 'pyodide_loop.py', 'pyodide_program.py'];
const harness = [`MODULES = ${modules}`, ...sources.map(read)].join('\n');
pyodide.runPython(harness, { globals: space, filename: '<runner>' });
const python = space.get('run_job');
const pythonCase = space.get('run_case');
const version = pyodide.runPython('import sys; ".".join(map(str, sys.version_info[:3]))');

// Pyodide hands it out no more once a program has exited.
const { FS } = pyodide;
/** What is typed now must not be shown. */
let isSecret = false;
/** Where the program was when the interpreter broke: from then on what comes is the interpreter's own word about that. */
let lastPlace;
const writer = (kind) => ({
  isatty: false,
  write(bytes) {
    if (lastPlace === undefined) send(kind, bytes);
    else lastPlace += Buffer.from(bytes).toString('latin1');
    return bytes.length;
  },
});
pyodide.setStdin({ read: (target) => readInput(FS, target, isSecret), isatty: false });
pyodide.setStdout(writer('O'));
pyodide.setStderr(writer('F'));
const setFileLimit = capFiles(FS);
addDevice(FS, 'learnflow', (payload) => {
  // A picture as the frame `P` has it, or one letter: whether answers are secret from now on.
  if (payload.length === 1) isSecret = payload[0] === 0x53;
  else send('P', payload);
});
addDevice(FS, 'learnflow-place', (payload) => {
  if (!wasAskedForPlace()) return;
  send('A', payload);
  end({ code: null, signal: killed });
});

if (canPoll) {
  addDevice(FS, 'learnflow-sleep', (payload) => {
    if (payload.length === 8) sleep(FS, payload.readDoubleBE());
  });
  space.get('replace_sleep')();
}

const encode = JSON.stringify;
const decode = JSON.parse;
const encodeText = Buffer.from;
const memoryNow = () => pyodide._module.HEAP8.length;
const cpuUsage = process.cpuUsage.bind(process);
/** Where the heap ends; it never shrinks. */
const heapEnd = pyodide._module._sbrk;
pyodide.setInterruptBuffer(canPoll ? signals : undefined);
lock(pyodide, { complaint: () => (lastPlace ??= '') });
send('R', version);

const job = receive();
if (job.kind !== 'J') exit(2);
const text = job.payload.toString('utf8');
const { limits, cases, ...rest } = decode(text);
if (canPoll) stopBlocking();
memory.set(Math.max(memoryNow(), limits.memoryBytes + interpreterBytes));
setFileLimit(limits.diskBytes);
const startCpu = cpuUsage();

/** The last word: how the program ended, and what the interpreter took with it in it. */
function end(done) {
  const { user, system } = cpuUsage(startCpu);
  const cpuMs = Math.round((user + system) / 1000);
  send('D', encode({ ...done, cpuMs, peakBytes: heapEnd(0) >>> 0 }));
  exit(0);
}

function run(start, own) {
  try {
    const { code, raised, claims } = decode(start(own));
    if (raised !== null) send('X', encode(raised));
    return { code, signal: null, ...(claims === undefined ? {} : { claims }) };
  } catch (error) {
    // os._exit
    if (typeof error?.status === 'number') return { code: error.status & 255, signal: null };
    // The interpreter itself broke: memory it was refused, or a stack beyond what WebAssembly can take.
    if (memory.wasMet()) send('L', 'memory');
    if (lastPlace) send('A', encodeText(lastPlace, 'latin1'));
    return { code: null, signal: aborted };
  }
}

/**
 * All cases of a submission, one after the other. Each ends with a frame V: its claims and how it ended; the output since
 * the last one is its own. A case that broke the interpreter is the last; the host starts the rest elsewhere.
 */
function runCases() {
  for (const one of cases) {
    setInput(encodeText(one.stdin ?? ''));
    const { claims, ...done } = run(pythonCase, encode({ limits, ...rest, ...one }));
    send('V', encode({ claims: claims ?? [], ...done }));
    if (claims === undefined) return;
  }
}

if (cases === undefined) {
  const done = run(python, text);
  sendWritten(FS, home, rest.files);
  end(done);
} else {
  runCases();
  end({ code: 0, signal: null });
}
