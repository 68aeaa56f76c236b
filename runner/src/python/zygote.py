"""A forkserver: an interpreter that has started once and forks the process 1 of each sandbox.

Follows supervisor.py in one text and runs as process 1 of a bubblewrap with all rights inside its own user namespace,
none outside. It never sees a job: the host's orders name a slot, a password for the way back, a user and sizes.
  host to us, a line each: F <slot> <password> <user> <disk bytes> fork; K <slot> kill
  us to host, a line each: R <Python version>; B <slot> <pid here> born; G <slot> gone, with everything in it
How a sandbox is made, by a short-lived process between us and it:
  1. new mount, process, network, IPC, host name and cgroup namespaces;
  2. two connections to the host's socket;
  3. fresh sized file systems for the workspace, /dev/shm and /tmp, which covers the socket; the rest is bubblewrap's and
     read-only;
  4. fork: process 1 of the new process namespace, with its own /proc;
  5. the run's own user in a user namespace of its own; every right, and every way to get one back, dropped; the filter.
Only then does it say that it is ready and take a job.
"""

import _socket

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, CAPABILITY_V3 = 24, 47, 4, 0x20080522
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
TEMPORARY_BYTES = 8 * 1024 * 1024
LINE_BYTES = 4096
LEARNER = 1000


def mount(kind, target, flags, options=None):
    source = kind if kind is None else kind.encode()
    data = None if options is None else options.encode()
    check(libc.mount(source, target.encode(), source, ctypes.c_ulong(flags), data), "mount " + target)


def mount_memory(target, size, mode, user):
    options = "size=%d,mode=%s,uid=%d,gid=%d" % (size, mode, user, user)
    mount("tmpfs", target, MS_NOSUID | MS_NODEV, options)


def dial(path, password, role):
    """One direction to the host; returns its descriptor."""
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    line.connect(path)
    line.sendall(password + role)
    return line.detach()


def raise_loopback():
    """A program may talk to itself over localhost; there is nobody else in its network."""
    line = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    request = struct.pack("16sH22x", b"lo", 0)
    flags = struct.unpack("16sH22x", fcntl.ioctl(line.fileno(), SIOCGIFFLAGS, request))[1]
    fcntl.ioctl(line.fileno(), SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", flags | IFF_UP))
    line.close()


def write_file(path, text):
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def become_learner(user):
    """Leaves every right behind."""
    if os.getuid() != user:
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        set_dumpable(1)  # which the change of user took: our own /proc files must stay ours for a moment
    check(libc.unshare(CLONE_NEWUSER), "unshare user")
    write_file("/proc/self/setgroups", "deny")
    write_file("/proc/self/uid_map", "%d %d 1" % (LEARNER, user))
    write_file("/proc/self/gid_map", "%d %d 1" % (LEARNER, user))
    os.setresgid(LEARNER, LEARNER, LEARNER)
    os.setresuid(LEARNER, LEARNER, LEARNER)
    capability = 0
    while libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    head = (ctypes.c_uint32 * 2)(CAPABILITY_V3, 0)
    check(libc.capset(ctypes.byref(head), ctypes.byref((ctypes.c_uint32 * 6)())), "capset")


def make_sandbox(setup, order, birth):
    """In the process between: never returns."""
    password, user, disk = order
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    spaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP
    check(libc.unshare(spaces), "unshare")
    mount(None, "/", MS_REC | MS_PRIVATE)
    raise_loopback()
    frames_in = dial(setup["socket"] + "/s", password, b"i")
    frames_out = dial(setup["socket"] + "/s", password, b"o")
    mount_memory(HOME, disk, "700", user)
    mount_memory("/tmp", TEMPORARY_BYTES, "1777", user)
    mount_memory("/dev/shm", TEMPORARY_BYTES, "1777", user)
    os.chdir(HOME)
    child = os.fork()
    if child:
        os.write(birth, b"%d\n" % child)
        os._exit(0)
    mount("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    os.setsid()
    os.dup2(frames_in, 0)
    os.dup2(frames_out, 1)
    os.closerange(3, 1024)
    become_learner(user)
    random.seed()
    main()


def complain(error):
    os.write(2, ("%s: %s\n" % (type(error).__name__, error)).encode())


class ForkServer:
    def __init__(self, setup):
        self.setup = setup
        self.slots = {}  # by the pid of the process between, then of the sandbox
        self.births = {}  # slot and the process between, by the pipe that tells the pid
        self.pids = {}  # of born sandboxes, by slot
        self.doomed = set()
        self.pending = b""

    def tell(self, line):
        os.write(1, line.encode() + b"\n")

    def fork(self, slot, order):
        read, write = os.pipe()
        between = os.fork()
        if between == 0:
            try:
                make_sandbox(self.setup, order, write)
            except BaseException as error:
                complain(error)
            os._exit(1)
        os.close(write)
        os.set_blocking(read, False)
        self.births[read] = (slot, between)
        self.slots[between] = slot

    def born(self, fd):
        try:
            text = os.read(fd, 32)
        except BlockingIOError:
            return
        slot, between = self.births.pop(fd)
        os.close(fd)
        if not text:
            return  # it failed; its end is seen when it is reaped
        pid = int(text)
        self.slots.pop(between, None)
        self.slots[pid] = slot
        self.pids[slot] = pid
        self.tell("B %s %d" % (slot, pid))
        if slot in self.doomed:
            os.kill(pid, signal.SIGKILL)

    def reap(self):
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            # Births may still be in their pipes: of a process between that has gone, or of this very sandbox.
            for fd in list(self.births):
                self.born(fd)
            slot = self.slots.pop(pid, None)
            if slot is not None:
                self.pids.pop(slot, None)
                self.doomed.discard(slot)
                self.tell("G " + slot)

    def obey(self, line):
        words = line.split()
        if words[0] == "F":
            self.fork(words[1], (words[2].encode(), int(words[3]), int(words[4])))
        elif words[0] == "K":
            pid = self.pids.get(words[1])
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
            elif words[1] in self.slots.values():
                self.doomed.add(words[1])

    def read_orders(self):
        data = os.read(0, LINE_BYTES)
        if not data:
            os._exit(0)  # the host is gone, and with us goes everything
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            self.obey(line.decode())

    def run(self):
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.tell("R " + ".".join(str(part) for part in sys.version_info[:3]))
        gc.collect()
        gc.freeze()
        while True:
            poll = select.poll()
            for fd in (0, wake_read, *self.births):
                poll.register(fd, select.POLLIN)
            ready = [fd for fd, _ in poll.poll()]
            for fd in ready:
                if fd in self.births:
                    self.born(fd)
            if wake_read in ready:
                os.read(wake_read, CHUNK)
                self.reap()
            if 0 in ready:
                self.read_orders()


def serve_forks():
    set_dumpable(1)
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(0, 1)
        if not part:
            os._exit(0)
        line += part
    ForkServer(json.loads(line)).run()


serve_forks()
