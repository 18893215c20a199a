/* What a program is given (signals), and what it may not do, for good (limits, capabilities, calls). */
#include "launcher.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "no system call filter for this architecture yet"
#endif

#define OPEN_FILES 1024
#define PROCESSES 742 /* recorded from AWS */

/* Everything this launcher was built knowing ends here: newer calls do not exist for a function. */
#define LAST_KNOWN_CALL 462

void signals_restore(void) {
    static const char as_new[64]; /* the kernel's struct sigaction: zero is SIG_DFL */
    for (int number = 1; number < NSIG; number++) {
        /* Not by signal(): the C library, which keeps two for itself, would not let us. */
        syscall(SYS_rt_sigaction, number, as_new, NULL, NSIG / 8);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Or the machine's own, where that is lower and not ours to raise. */
static int limit(int which, rlim_t value) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    if (setrlimit((__rlimit_resource_t) which, &both) == 0) return 0;
    if (errno != EPERM || getrlimit((__rlimit_resource_t) which, &both) != 0) return -1;
    both.rlim_cur = both.rlim_max;
    return setrlimit((__rlimit_resource_t) which, &both);
}

/* AWS's limits on files and processes; no core dumps. */
int confine_limits(void) {
    if (limit(RLIMIT_NOFILE, OPEN_FILES) != 0) return -1;
    if (limit(RLIMIT_NPROC, PROCESSES) != 0) return -1;
    if (limit(RLIMIT_CORE, 0) != 0) return -1;
    return limit(RLIMIT_MEMLOCK, 64 * 1024);
}

/*
 * A function that wakes does not push aside whoever runs at that moment, which often is the node
 * that just handed it an event and has more to hand out. Its share of the processors is the same.
 */
void confine_scheduling(void) {
    struct sched_param none = {0};
    sched_setscheduler(0, SCHED_BATCH, &none); /* better, not needed */
}

/* Memory per process, where nobody counts that of all together; RLIMIT_AS would break V8 and JVMs. */
int confine_memory(int data_mb) {
    return data_mb > 0 ? limit(RLIMIT_DATA, (rlim_t) data_mb << 20) : 0;
}

/* Empties every capability set and makes sure none comes back with an exec. */
int confine_capabilities(void) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EPERM) return -1;
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capset, &header, none) != 0) return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* Rejected with EPERM. All need a privilege, look into other processes, or widen the kernel's reach. */
static const int rejected[] = {
    SYS_acct, SYS_add_key, SYS_adjtimex, SYS_bpf, SYS_chroot, SYS_clock_adjtime, SYS_clock_settime,
    SYS_delete_module, SYS_fanotify_init, SYS_finit_module, SYS_fsconfig, SYS_fsmount, SYS_fsopen,
    SYS_fspick, SYS_init_module, SYS_kcmp, SYS_kexec_file_load, SYS_kexec_load, SYS_keyctl,
    SYS_lookup_dcookie, SYS_mbind, SYS_migrate_pages, SYS_mount, SYS_mount_setattr, SYS_move_mount,
    SYS_move_pages, SYS_name_to_handle_at, SYS_nfsservctl, SYS_open_by_handle_at, SYS_open_tree,
    SYS_perf_event_open, SYS_pidfd_getfd, SYS_pivot_root, SYS_process_madvise, SYS_process_vm_readv,
    SYS_process_vm_writev, SYS_ptrace, SYS_quotactl, SYS_reboot, SYS_request_key,
    SYS_setdomainname, SYS_sethostname, SYS_setns, SYS_settimeofday, SYS_swapoff, SYS_swapon,
    SYS_syslog, SYS_umount2, SYS_unshare, SYS_userfaultfd, SYS_vhangup,
#if defined(__x86_64__)
    SYS_ioperm, SYS_iopl, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl,
    SYS_create_module, SYS_get_kernel_syms, SYS_query_module,
#endif
};

/* Answered as if the kernel were older: callers then fall back to what is allowed. */
static const int absent[] = {
    SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
};

/* The address families a function has a use for, beside netlink, by which resolvers list interfaces. */
static const int families[] = {AF_UNIX, AF_INET, AF_INET6};

/* Ioctls that type into, or draw on, somebody's terminal. */
static const unsigned terminals[] = {0x5412 /* TIOCSTI */, 0x541C /* TIOCLINUX */};

#define NAMESPACE_FLAGS \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID \
            | CLONE_NEWNET)
#define LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t) offsetof(struct seccomp_data, field))
#define ANSWER(verdict) BPF_STMT(BPF_RET | BPF_K, (uint32_t) (verdict))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct sock_filter program[512];
static size_t length;

static void put(struct sock_filter instruction) {
    program[length++] = instruction;
}

static void answer_if(uint16_t test, uint32_t value, uint32_t verdict) {
    put((struct sock_filter) BPF_JUMP(BPF_JMP | test | BPF_K, value, 0, 1));
    put((struct sock_filter) ANSWER(verdict));
}

/* For one call, judges the low half of one argument; all paths answer, so the caller may go on. */
static void begin_call(uint32_t call, uint8_t instructions) {
    put((struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, instructions));
}

static void judge_arguments(void) {
    begin_call(SYS_clone, 4);
    put((struct sock_filter) LOAD(args[0]));
    answer_if(BPF_JSET, NAMESPACE_FLAGS, SECCOMP_RET_ERRNO | EPERM);
    put((struct sock_filter) ANSWER(SECCOMP_RET_ALLOW));

    /* Of netlink, only what resolvers ask for addresses: others carry events of the host. */
    begin_call(SYS_socket, (uint8_t) (7 + 2 * COUNT(families)));
    put((struct sock_filter) LOAD(args[0]));
    put((struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 4));
    put((struct sock_filter) LOAD(args[2]));
    answer_if(BPF_JEQ, NETLINK_ROUTE, SECCOMP_RET_ALLOW);
    put((struct sock_filter) ANSWER(SECCOMP_RET_ERRNO | EPROTONOSUPPORT));
    for (size_t i = 0; i < COUNT(families); i++) {
        answer_if(BPF_JEQ, (uint32_t) families[i], SECCOMP_RET_ALLOW);
    }
    put((struct sock_filter) ANSWER(SECCOMP_RET_ERRNO | EAFNOSUPPORT));

    begin_call(SYS_ioctl, (uint8_t) (2 + 2 * COUNT(terminals)));
    put((struct sock_filter) LOAD(args[1]));
    for (size_t i = 0; i < COUNT(terminals); i++) {
        answer_if(BPF_JEQ, terminals[i], SECCOMP_RET_ERRNO | EPERM);
    }
    put((struct sock_filter) ANSWER(SECCOMP_RET_ALLOW));
}

int confine_system_calls(void) {
    length = 0;
    put((struct sock_filter) LOAD(arch));
    put((struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0));
    put((struct sock_filter) ANSWER(SECCOMP_RET_KILL_PROCESS));
    put((struct sock_filter) LOAD(nr));
    answer_if(BPF_JGT, LAST_KNOWN_CALL, SECCOMP_RET_ERRNO | ENOSYS); /* covers x32 as well */
    for (size_t i = 0; i < COUNT(rejected); i++) {
        answer_if(BPF_JEQ, (uint32_t) rejected[i], SECCOMP_RET_ERRNO | EPERM);
    }
    for (size_t i = 0; i < COUNT(absent); i++) {
        answer_if(BPF_JEQ, (uint32_t) absent[i], SECCOMP_RET_ERRNO | ENOSYS);
    }
    judge_arguments();
    put((struct sock_filter) ANSWER(SECCOMP_RET_ALLOW));
    struct sock_fprog filter = {.len = (unsigned short) length, .filter = program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int) syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter);
}
