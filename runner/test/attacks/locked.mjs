/**
 * Stands in for a program that has got hold of everything there is: it is JavaScript, holds Node's modules from before the
 * locks were closed, and runs with the worker's flags. Prints a line for every door that is open.
 *   node <flags of the worker> locked.mjs <port of a server on this machine>
 */
import { Buffer } from 'node:buffer';
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import inspector from 'node:inspector';
import net from 'node:net';
import node from 'node:process';
import tls from 'node:tls';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';

import { lock, shimBinding } from '../../src/sandbox/pyodide/worker/locks.mjs';

const port = Number(node.argv[2]);
const say = (text) => fs.writeSync(1, `${text}\n`);
const {
  Function: makeFunction,
  eval: evaluate,
  fetch,
  WebSocket,
  WebAssembly,
  setTimeout,
} = globalThis;
const wasm = Buffer.from('0061736d01000000', 'hex');
const compiled = new WebAssembly.Module(wasm);

const pyodide = {
  _module: { HEAP8: new Int8Array(64), UTF8ToString: () => '', _PyImport_Inittab: 0 },
  FS: { filesystems: { MEMFS: {}, NODEFS: { mount: () => 1 } } },
  mountNodeFS: () => 1,
  loadPackage: () => 1,
  useNodeSockFS: () => 1,
};
shimBinding(fs.constants);
lock(pyodide, { complaint: () => undefined });

const doors = {
  'a module of a text': () => import('data:text/javascript,export default 1'),
  'a module of Node': () => import('node:os'),
  'a file as a module': () => import(import.meta.url + '?again'),
  'a text as a function': () => makeFunction('return 1')(),
  'a text as code': () => evaluate('1'),
  'a text in a context': () => vm.runInThisContext('1'),
  'WebAssembly of bytes': () => new globalThis.WebAssembly.Module(wasm),
  'WebAssembly compiled before': () => new globalThis.WebAssembly.Instance(compiled),
  'WebAssembly later': () => globalThis.WebAssembly.instantiate(wasm),
  'a socket': () =>
    connected(net.Socket.prototype.connect.call(new net.Socket(), port, '127.0.0.1')),
  'a connection': () => connected(net.connect(port, '127.0.0.1')),
  'a connection with keys': () => connected(tls.connect(port, '127.0.0.1')),
  'a request': () => connected(http.get({ port, host: '127.0.0.1' })),
  'a fetch': () => fetch(`http://127.0.0.1:${port}/`),
  'a web socket': () => connected(new WebSocket(`ws://127.0.0.1:${port}/`)),
  'a server': () => new net.Server().listen(0),
  'a bare handle': () => net._createServerHandle('127.0.0.1', 0, 4),
  'a datagram': () => dgram.createSocket('udp4').bind(0),
  'a name': () => dns.promises.lookup('localhost'),
  'another process': () => childProcess.execFileSync('/bin/true'),
  'a thread': () => new Worker('1', { eval: true }),
  'an inspector': () => inspector.open(0),
  'a signal': () => node.kill(node.ppid, 0),
  'a binding': () => node.binding('tcp_wrap'),
  'a linked binding': () => node._linkedBinding('tcp_wrap'),
  'handles of the process': () => node._getActiveHandles(),
  'a module from inside': () => node.getBuiltinModule('os'),
  'a library': () => node.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'),
  'a report': () => node.report.getReport(),
  'another user': () => node.setuid(0),
  'another folder': () => node.chdir('/tmp'),
  'the users': () => fs.readFileSync('/etc/passwd'),
  'the environment': () => fs.readFileSync('/proc/self/environ'),
  'a folder': () => fs.readdirSync('/tmp'),
  'a new file': () => fs.writeFileSync('/tmp/learnflow-locked', 'x'),
  'a link': () => fs.symlinkSync('/etc/passwd', '/tmp/learnflow-link'),
  'a mount': () => pyodide.mountNodeFS('/mnt', '/'),
  'a file system': () => pyodide.FS.filesystems.NODEFS.mount(),
  'a package': () => pyodide.loadPackage('http://127.0.0.1/'),
  'sockets of Pyodide': () => pyodide.useNodeSockFS(),
};

function connected(socket) {
  return new Promise((resolve, reject) => {
    socket
      .on?.('connect', resolve)
      .on('secureConnect', resolve)
      .on('response', resolve)
      .on('error', reject);
    if (socket.addEventListener) socket.addEventListener('open', resolve);
    setTimeout(() => reject(new Error('nobody answered')), 1_000);
  });
}

for (const [name, open] of Object.entries(doors)) {
  try {
    await open();
    say(`OPEN: ${name}`);
  } catch {
    // Shut.
  }
}
say(`${Object.keys(doors).length} doors tried`);
node.reallyExit(0);
