/** Programs that look for a way out. `{{port}}` is a server on this machine, `{{file}}` a file of ours, `{{secret}}` in our environment. */
import { sandboxAttacks } from './attack.ts';

const call = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(*args):
    if libc.syscall(*args) == -1: raise OSError(ctypes.get_errno())
`;

export const doors = [
  ...sandboxAttacks('files', [
    ['reads the passwords', 'reach("shadow", lambda: open("/etc/shadow").read())'],
    ['reads the users', 'reach("passwd", lambda: open("/etc/passwd").read())'],
    ['reads our source', 'reach("source", lambda: open("{{file}}").read())'],
    ['lists root', 'import os\nreach("root", lambda: os.listdir("/root"))'],
    [
      'lists homes',
      'import os\nhomes = os.listdir("/home")\nif homes != ["learner"]: print("ESCAPE", homes)',
    ],
    [
      'writes outside',
      'for p in ("/x", "/usr/x", "/etc/x", "/dev/x", "/bin/x", "/proc/x"): reach(p, lambda: open(p, "w"))',
    ],
    [
      'links to a file of ours',
      'import os\nos.symlink("{{file}}", "link")\nreach("link", lambda: open("link").read())',
    ],
    [
      'hard-links a system file',
      'import os\nreach("hard link", lambda: os.link("/usr/bin/python3", "hard"))',
    ],
    ['walks up', 'reach("up", lambda: open("../../../../../../../etc/shadow").read())'],
    [
      'goes through its own root',
      'reach("root link", lambda: open("/proc/self/root/etc/shadow").read())',
    ],
    [
      'goes through the root of process 1',
      'reach("root of 1", lambda: open("/proc/1/root/etc/shadow").read())',
    ],
    [
      'looks at devices',
      'for d in ("/dev/sda", "/dev/vda", "/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse"): reach(d, lambda: open(d, "rb").read(1))',
    ],
    [
      'makes a device',
      'import os, stat\nreach("mknod", lambda: os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0)))',
    ],
    [
      'gives itself a set-user file',
      'import os\nopen("x", "w").write("#!/bin/sh")\nos.chmod("x", 0o4755)\nreach("chown", lambda: os.chown("x", 0, 0))',
    ],
    [
      'changes kernel settings',
      'for p in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper"): reach(p, lambda: open(p, "w").write("x"))',
    ],
    [
      'looks for docker',
      'import os\nfor p in ("/var/run/docker.sock", "/run/containerd", "/run/systemd", "/var/lib"):\n    if os.path.exists(p): print("ESCAPE", p)',
    ],
  ]),
  ...sandboxAttacks('secrets', [
    [
      'prints the environment',
      'import os\nif "{{secret}}" in str(dict(os.environ)): print("ESCAPE env")',
    ],
    [
      'reads the environment of everybody',
      'import glob\nfor p in glob.glob("/proc/[0-9]*/environ"):\n    try:\n        if "{{secret}}" in open(p).read(): print("ESCAPE", p)\n    except OSError: pass',
    ],
    [
      "reads everybody's command line",
      'import glob\nfor p in glob.glob("/proc/[0-9]*/cmdline"):\n    try:\n        if "{{secret}}" in open(p).read(): print("ESCAPE", p)\n    except OSError: pass',
    ],
    [
      'counts the processes of the machine',
      'import os\nn = [p for p in os.listdir("/proc") if p.isdigit()]\nif len(n) > 4: print("ESCAPE", n)',
    ],
    [
      'reads the memory of process 1',
      'reach("mem", lambda: open("/proc/1/mem", "rb").read(1))\nreach("maps", lambda: open("/proc/1/maps").read())',
    ],
    [
      'takes descriptors of process 1',
      'import os\nreach("fds", lambda: os.listdir("/proc/1/fd"))\nreach("fd 0", lambda: open("/proc/1/fd/0", "rb"))',
    ],
    [
      'looks for descriptors it was left',
      'import os\nfor fd in range(3, 1024):\n    try: path = os.readlink("/proc/self/fd/%d" % fd)\n    except OSError: continue\n    if "{{file}}" in path or path.startswith(("/work", "/root", "socket:")): print("ESCAPE", path)',
    ],
    [
      'reads what others left',
      'import os\nfor d in ("/tmp", "/dev/shm", "/home/learner"):\n    left = [n for n in os.listdir(d) if n != "main.py"]\n    if left: print("ESCAPE", d, left)',
    ],
  ]),
  ...sandboxAttacks('network', [
    [
      'connects to this machine',
      'import socket\nreach("loopback", lambda: socket.create_connection(("127.0.0.1", {{port}}), 1))',
    ],
    [
      'connects over IPv6',
      'import socket\nreach("::1", lambda: socket.create_connection(("::1", {{port}}), 1))',
    ],
    [
      'asks the cloud for keys',
      'import socket\nreach("metadata", lambda: socket.create_connection(("169.254.169.254", 80), 1))',
    ],
    [
      'connects to the internet',
      'import socket\nreach("internet", lambda: socket.create_connection(("1.1.1.1", 53), 1))',
    ],
    ['resolves a name', 'import socket\nreach("dns", lambda: socket.gethostbyname("example.com"))'],
    [
      'sends a datagram',
      'import socket\nreach("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("8.8.8.8", 53)))',
    ],
    [
      'opens a raw socket',
      'import socket\nreach("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))',
    ],
    [
      'opens a packet socket',
      'import socket\nreach("packet", lambda: socket.socket(17, socket.SOCK_RAW))',
    ],
    [
      'opens a socket to the host',
      'import socket\nreach("vsock", lambda: socket.socket(40, socket.SOCK_STREAM))',
    ],
    [
      'talks to the kernel',
      'import socket\nreach("netlink", lambda: socket.socket(16, socket.SOCK_RAW))\nreach("alg", lambda: socket.socket(38, socket.SOCK_SEQPACKET))',
    ],
    [
      'looks for abstract sockets',
      'import os\nlines = open("/proc/net/unix").read().splitlines()[1:] if os.path.exists("/proc/net/unix") else []\nnamed = [l for l in lines if "@" in l]\nif named: print("ESCAPE", named)',
    ],
    [
      'fetches a page of ours',
      'import urllib.request\nreach("http", lambda: urllib.request.urlopen("http://127.0.0.1:{{port}}/", timeout=1))',
    ],
  ]),
  ...sandboxAttacks('kernel', [
    ['traces', `${call}reach("ptrace", lambda: call(101, 16, 1, 0, 0))`],
    ['reads foreign memory', `${call}reach("vm_readv", lambda: call(310, 1, 0, 0, 0, 0, 0))`],
    ['makes a user namespace', `${call}reach("unshare user", lambda: call(272, 0x10000000))`],
    ['makes a mount namespace', `${call}reach("unshare mount", lambda: call(272, 0x20000))`],
    [
      'clones into a namespace',
      `${call}reach("clone", lambda: call(56, 0x10000000 | 17, 0, 0, 0, 0))`,
    ],
    [
      'clones the new way',
      `${call}reach("clone3", lambda: call(435, ctypes.create_string_buffer(88), 88))`,
    ],
    [
      'joins a namespace',
      `${call}import os\nreach("setns", lambda: call(308, os.open("/proc/self/ns/net", 0), 0))`,
    ],
    ['mounts', `${call}reach("mount", lambda: call(165, b"x", b"/tmp", b"tmpfs", 0, 0))`],
    ['unmounts', `${call}reach("umount", lambda: call(166, b"/tmp", 2))`],
    ['remounts the root', `${call}reach("remount", lambda: call(165, 0, b"/", 0, 32, 0))`],
    [
      'changes the root',
      `${call}reach("chroot", lambda: call(161, b"/tmp"))\nreach("pivot", lambda: call(155, b"/tmp", b"/tmp"))`,
    ],
    [
      'sets up a ring',
      `${call}reach("io_uring", lambda: call(425, 8, ctypes.create_string_buffer(120)))`,
    ],
    ['loads a program into the kernel', `${call}reach("bpf", lambda: call(321, 0, 0, 0))`],
    ['catches page faults', `${call}reach("userfaultfd", lambda: call(323, 0))`],
    [
      'uses keys',
      `${call}reach("keyctl", lambda: call(250, 0, -3, 0, 0, 0))\nreach("add_key", lambda: call(248, b"user", b"x", b"y", 1, -3))`,
    ],
    ['makes files in memory', `${call}reach("memfd", lambda: call(319, b"x", 0))`],
    ['shares memory the old way', `${call}reach("shmget", lambda: call(29, 1, 4096, 0o1600))`],
    [
      'measures',
      `${call}reach("perf", lambda: call(298, ctypes.create_string_buffer(120), 0, -1, -1, 0))`,
    ],
    ['loads a module', `${call}reach("module", lambda: call(175, 0, 0, b""))`],
    [
      'changes the time',
      `${call}reach("settimeofday", lambda: call(164, ctypes.create_string_buffer(16), 0))`,
    ],
    ['reboots', `${call}reach("reboot", lambda: call(169, 0xfee1dead, 672274793, 0x1234567, 0))`],
    ['changes its personality', `${call}reach("personality", lambda: call(135, 0x0040000))`],
    ['opens by handle', `${call}reach("handle", lambda: call(304, 0, 0, 0))`],
    [
      'becomes root',
      'import os\nreach("setuid", lambda: os.setuid(0))\nreach("setgid", lambda: os.setgid(0))\nreach("groups", lambda: os.setgroups([0]))',
    ],
    [
      'takes rights',
      `${call}print("ESCAPE caps") if "CapEff:\\t0000000000000000" not in open("/proc/self/status").read() else None`,
    ],
    [
      'goes on without a filter',
      'for line in open("/proc/self/status"):\n    if line.startswith(("Seccomp:\\t0", "NoNewPrivs:\\t0")): print("ESCAPE", line)',
    ],
    [
      'raises its own limits',
      'import resource as r\nreach("memory", lambda: r.setrlimit(r.RLIMIT_AS, (-1, -1)))\nreach("processes", lambda: r.setrlimit(r.RLIMIT_NPROC, (-1, -1)))\nreach("files", lambda: r.setrlimit(r.RLIMIT_FSIZE, (-1, -1)))',
    ],
    [
      'becomes more important',
      'import os\nreach("nice", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))\nreach("scheduler", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10)))',
    ],
  ]),
  ...sandboxAttacks('signals', [
    [
      'kills process 1',
      'import os, signal\nfor n in (9, 15, 19, 2, 1): os.kill(1, n)\nprint("alive")',
    ],
    ['kills everybody', 'import os\nos.kill(-1, 9)', 'crashed', 'finished', 'error'],
    ['kills its group', 'import os\nos.killpg(0, 9)', 'crashed', 'error'],
    [
      'kills a process it cannot see',
      'import os\nfor pid in range(2, 400):\n    if pid != os.getpid(): reach(pid, lambda: os.kill(pid, 9))',
    ],
    [
      'stays as a daemon',
      'import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: os.execv("/usr/bin/sleep", ["sleep", "48151"])\n    os._exit(0)\ntime.sleep(0.1)',
    ],
    [
      'leaves a timer',
      'import signal, os\nsignal.signal(signal.SIGALRM, lambda *_: os.fork())\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\nimport time\nfor _ in range(20):\n    time.sleep(0.02)',
      'finished',
      'error',
      'processes',
    ],
    ['stops itself', 'import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)', 'time', 'crashed'],
    ['crashes Python', 'import ctypes\nctypes.string_at(0)', 'crashed'],
  ]),
];
