/** System call numbers the filter speaks about, per architecture; undefined where a call does not exist. */

export interface SyscallTable {
  /** The kernel's name for the architecture (AUDIT_ARCH_*). */
  audit: number;
  /** Numbers from here on belong to another calling convention (x32) and are refused. */
  foreignFrom?: number;
  clone: number;
  clone3: number;
  socket: number;
  ioctl: number;
  /** Answered with "no such call", so that libraries take their older way. */
  absent: number[];
  /** Answered with "not permitted". */
  refused: number[];
}

/** [name, x86_64, aarch64] of calls no learner's program needs and that widen what it could do to the kernel. */
const refused: [string, number | undefined, number | undefined][] = [
  ['ptrace', 101, 117],
  ['process_vm_readv', 310, 270],
  ['process_vm_writev', 311, 271],
  ['kcmp', 312, 272],
  ['pidfd_getfd', 438, 438],
  ['process_madvise', 440, 440],
  ['mount', 165, 40],
  ['umount2', 166, 39],
  ['pivot_root', 155, 41],
  ['chroot', 161, 51],
  ['open_tree', 428, 428],
  ['move_mount', 429, 429],
  ['fsopen', 430, 430],
  ['fsconfig', 431, 431],
  ['fsmount', 432, 432],
  ['fspick', 433, 433],
  ['mount_setattr', 442, 442],
  ['unshare', 272, 97],
  ['setns', 308, 268],
  ['bpf', 321, 280],
  ['perf_event_open', 298, 241],
  ['userfaultfd', 323, 282],
  ['io_uring_setup', 425, 425],
  ['io_uring_enter', 426, 426],
  ['io_uring_register', 427, 427],
  ['add_key', 248, 217],
  ['request_key', 249, 218],
  ['keyctl', 250, 219],
  ['kexec_load', 246, 104],
  ['kexec_file_load', 320, 294],
  ['init_module', 175, 105],
  ['finit_module', 313, 273],
  ['delete_module', 176, 106],
  ['name_to_handle_at', 303, 264],
  ['open_by_handle_at', 304, 265],
  ['fanotify_init', 300, 262],
  ['quotactl', 179, 60],
  ['quotactl_fd', 443, 443],
  ['swapon', 167, 224],
  ['swapoff', 168, 225],
  ['reboot', 169, 142],
  ['acct', 163, 89],
  ['syslog', 103, 116],
  ['vhangup', 153, 58],
  ['personality', 135, 92],
  ['iopl', 172, undefined],
  ['ioperm', 173, undefined],
  ['modify_ldt', 154, undefined],
  ['settimeofday', 164, 170],
  ['clock_settime', 227, 112],
  ['adjtimex', 159, 171],
  ['clock_adjtime', 305, 266],
  ['sethostname', 170, 161],
  ['setdomainname', 171, 162],
  ['mbind', 237, 235],
  ['set_mempolicy', 238, 237],
  ['migrate_pages', 256, 238],
  ['move_pages', 279, 239],
  // Memory that no limit counts.
  ['shmget', 29, 194],
  ['semget', 64, 190],
  ['msgget', 68, 186],
  ['mq_open', 240, 180],
];

const column = (index: 1 | 2): number[] =>
  refused.map((row) => row[index]).filter((number) => number !== undefined);

const x86: SyscallTable = {
  audit: 0xc000003e,
  foreignFrom: 0x40000000,
  clone: 56,
  clone3: 435,
  socket: 41,
  ioctl: 16,
  // memfd_create, memfd_secret: files in memory that no limit counts.
  absent: [435, 319, 447],
  refused: column(1),
};

const arm: SyscallTable = {
  audit: 0xc00000b7,
  clone: 220,
  clone3: 435,
  socket: 198,
  ioctl: 29,
  absent: [435, 279, 447],
  refused: column(2),
};

/** The table of a Node architecture name, or undefined when there is none. */
export function syscallsOf(architecture: string): SyscallTable | undefined {
  if (architecture === 'x64') return x86;
  return architecture === 'arm64' ? arm : undefined;
}
