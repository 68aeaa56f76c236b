"""What a container shows of the memory the kernel counts for it. A bubblewrap sandbox shows nothing of the kind."""

# The second generation of cgroups, then the first: the limit, and where the kernel tells whom it ended for it.
MEMORY_FILES = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.events"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.oom_control"),
)
# More than any program is given: the number that stands for no limit is far above it.
ANY_LIMIT = 1 << 40


def text_of(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def container_events():
    """The file that tells of processes ended for want of memory; None where the kernel bounds nothing that can be seen."""
    for limit, events in MEMORY_FILES:
        text = text_of(limit).strip()
        if text.isdigit() and int(text) < ANY_LIMIT:
            return events
    return None


def ended_for_memory(events):
    for line in text_of(events).splitlines():
        name, _, number = line.partition(" ")
        if name == "oom_kill":
            return int(number)
    return 0
