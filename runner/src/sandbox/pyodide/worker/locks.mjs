/**
 * Shuts what a program could use that has found its way from Python into JavaScript. Python's memory is not safe from
 * Python itself: whoever tries hard enough gets hold of any object that Pyodide knows. So each of these stands alone:
 * no new code (text, modules, WebAssembly), no network, no other process, no files of this machine, no loading.
 * Node's own permissions (command.ts) are a further one. All of it is undone only by the end of the process.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { registerHooks } from 'node:module';
import net from 'node:net';
import process from 'node:process';
import vm from 'node:vm';

function refuse() {
  throw new Error('not permitted');
}

function shut(owner, names) {
  for (const name of names)
    Object.defineProperty(owner, name, { value: refuse, configurable: false, writable: false });
}

const closedGlobals =
  'fetch WebSocket EventSource Worker MessageChannel BroadcastChannel navigator require Buffer global'.split(
    ' ',
  );
/** What Node itself asks of it while the program runs, and how the worker ends. */
const openOfProcess = ['reallyExit', 'emit', 'nextTick', 'hrtime', 'emitWarning', 'cpuUsage'];
/** Errors and switching stacks are needed all the time; making modules and instances is not. */
const closedOfWebAssembly =
  'Module Instance Memory Table Global compile compileStreaming instantiate instantiateStreaming validate';
const closedOfPyodide =
  'loadPackage loadPackagesFromImports mountNodeFS mountNativeFS useNodeSockFS registerJsModule unpackArchive runPython runPythonAsync registerComlink setInterruptBuffer makeMemorySnapshot';
/** Ways into memory, into other processes and into JavaScript that no lesson needs. */
const closedModules =
  /^(_ctypes|_ctypes_test|_test\w+|_xxtestfuzz|xxsubtype|_remote_debugging|_posixsubprocess)$/;

/** Before Pyodide is loaded: it asks for these constants in a way the permission model forbids. */
export function shimBinding(constants) {
  process.binding = (name) => (name === 'constants' ? { fs: constants } : refuse());
}

/**
 * Takes built-in modules away: their names in Python's list become ones that no text can equal.
 * @param Module  Emscripten's module of Pyodide
 */
function closeModules(Module) {
  const rowBytes = 8;
  const noUtf8 = 0xff;
  const bytes = new Uint8Array(Module.HEAP8.buffer);
  const words = new Uint32Array(Module.HEAP8.buffer);
  for (let row = words[Module._PyImport_Inittab / 4]; ; row += rowBytes) {
    const name = words[row / 4];
    if (name === 0) return;
    if (closedModules.test(Module.UTF8ToString(name))) bytes[name] = noUtf8;
  }
}

/**
 * After the last import, file and WebAssembly module that the worker itself needs.
 * @param complaint  called when Pyodide says on the console that something broke it
 */
export function lock(pyodide, { complaint }) {
  closeModules(pyodide._module);
  shut(pyodide, closedOfPyodide.split(' '));
  const { filesystems } = pyodide.FS;
  for (const name of Object.keys(filesystems)) if (name !== 'MEMFS') delete filesystems[name];

  for (const owner of [net.Socket.prototype, net.Server.prototype, dgram.Socket.prototype])
    shut(
      owner,
      ['connect', 'listen', 'bind', 'send', 'addMembership', 'open'].filter((name) => owner[name]),
    );
  shut(net, ['_createServerHandle', 'connect', 'createConnection', 'createServer']);
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    shut(
      owner,
      Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name)),
    );
  for (const name of closedGlobals) delete globalThis[name];
  globalThis.console = Object.fromEntries(
    ['log', 'info', 'warn', 'debug', 'trace'].map((name) => [name, () => undefined]),
  );
  globalThis.console.error = () => complaint();
  shut(WebAssembly, closedOfWebAssembly.split(' '));
  registerHooks({ resolve: refuse, load: refuse });
  shut(
    vm,
    'Script compileFunction createContext runInContext runInNewContext runInThisContext'.split(' '),
  );

  const kept = new Set([...openOfProcess, 'constructor']);
  const names = Reflect.ownKeys(process).filter((name) => typeof process[name] === 'function');
  shut(
    process,
    [...names, 'stdin', 'stdout', 'stderr', 'mainModule', 'report'].filter(
      (name) => !kept.has(name),
    ),
  );
  // Pyodide only asks these of it once it runs.
  globalThis.process = {
    exitCode: 0,
    versions: { node: process.versions.node },
    argv: [],
    env: {},
    on() {},
  };
}
