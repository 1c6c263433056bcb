/*
 * What can make, change, move or remove a name is asked about; what only reads is not. Calls whose arguments no filter can see
 * What can make, change, move or remove a name is asked about; what only reads is not. Calls whose arguments no filter can see
 * (openat2), or that lead past names, are refused, as are requests of some file systems that make names in ways of their own; and so are
 * those that would take from the supervisor what it needs to look.
 */
#define _GNU_SOURCE
#include "notified-calls.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

enum { NR_OPEN_TREE = 428, NR_FSMOUNT = 432, NR_OPENAT2 = 437, NR_IO_URING_SETUP = 425, NR_OPEN_TREE_ATTR = 467, MOST_STEPS = 160 };
#define WAIT_KILLABLE (1ul << 5) /* SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, from Linux 5.19 */

#ifdef OWN_ARCHITECTURE

static const int NOTIFIED[] = {
#if defined(__x86_64__)
    __NR_creat, __NR_mkdir, __NR_mknod, __NR_rename, __NR_link, __NR_symlink, __NR_unlink, __NR_rmdir,
#endif
#ifdef __NR_renameat
    __NR_renameat,
#endif
    __NR_mkdirat, __NR_mknodat, __NR_renameat2, __NR_linkat, __NR_symlinkat, __NR_unlinkat, __NR_truncate,
};

/* Programs that find them missing do without, as on older systems. */
static const int MISSING[] = {NR_OPENAT2, NR_IO_URING_SETUP};

/*
 * In a tree of mounts that is nowhere, names end where it begins: `~/.claude` would be `/`. A user namespace is enough to have
 * one, and Landlock, which denies to mount, does not see it made.
 */
static const int REFUSED[] = {__NR_open_by_handle_at, NR_OPEN_TREE, NR_OPEN_TREE_ATTR, NR_FSMOUNT};

/* The lower half of requests to btrfs, bcachefs and ocfs2, by which folders and files get names, or go, by no call for them. */
static const unsigned NAMING_REQUESTS[] = {
    0x9401, 0x940e, 0x940f, 0x9417, 0x9418, 0x943f, /* BTRFS_IOC_SNAP_CREATE, SUBVOL_CREATE, SNAP_DESTROY, ..._V2 */
    0xbc10, 0xbc11,                                 /* BCH_IOC_SUBVOLUME_CREATE, _DESTROY */
    0x6f04,                                         /* OCFS2_IOC_REFLINK */
};
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

struct program {
    struct sock_filter steps[MOST_STEPS];
    unsigned short length;
};

static void add(struct program *to, unsigned short code, unsigned char then_skip, unsigned char else_skip, unsigned value) {
    to->steps[to->length++] = (struct sock_filter){code, then_skip, else_skip, value};
}

static void load(struct program *to, size_t offset) {
    add(to, BPF_LD | BPF_W | BPF_ABS, 0, 0, (unsigned)offset);
}

static void load_argument(struct program *to, int argument, int upper_half) {
    load(to, offsetof(struct seccomp_data, args) + 8 * (size_t)argument + 4 * (size_t)upper_half);
}

static void answer(struct program *to, unsigned value) {
    add(to, BPF_RET | BPF_K, 0, 0, value);
}

static void answer_if(struct program *to, int call, unsigned value) {
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (unsigned)call);
    answer(to, value);
}

/* Reading is not asked about. The flags are in the lower half of an argument, on a little-endian machine. */
static void ask_if_it_writes(struct program *to, int call, int argument) {
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (unsigned)call);
    load_argument(to, argument, 0);
    add(to, BPF_JMP | BPF_JSET | BPF_K, 0, 1, O_ACCMODE | O_CREAT | O_TRUNC);
    answer(to, SECCOMP_RET_USER_NOTIF);
    answer(to, SECCOMP_RET_ALLOW);
}

/* Limits of another process, the supervisor among them: one that can open no file sees no repository. */
static void refuse_limits_of_others(struct program *to) {
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 8, __NR_prlimit64);
    load_argument(to, 0, 0);
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 5, 0, 0);
    /* no new ones: they are read */
    load_argument(to, 2, 0);
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
    load_argument(to, 2, 1);
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0);
    answer(to, SECCOMP_RET_ERRNO | EPERM);
    answer(to, SECCOMP_RET_ALLOW);
}

static void refuse_naming_requests(struct program *to) {
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 3 + 2 * COUNT(NAMING_REQUESTS), __NR_ioctl);
    load_argument(to, 1, 0);
    add(to, BPF_ALU | BPF_AND | BPF_K, 0, 0, 0xffff);
    for (size_t each = 0; each < COUNT(NAMING_REQUESTS); each++) {
        answer_if(to, (int)NAMING_REQUESTS[each], SECCOMP_RET_ERRNO | EPERM);
    }
    answer(to, SECCOMP_RET_ALLOW);
}

static void write_program(struct program *to) {
    load(to, offsetof(struct seccomp_data, arch));
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, OWN_ARCHITECTURE);
    answer(to, SECCOMP_RET_ERRNO | ENOSYS);
    load(to, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    add(to, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000); /* x32 */
    answer(to, SECCOMP_RET_ERRNO | ENOSYS);
    ask_if_it_writes(to, __NR_open, 1);
#endif
    ask_if_it_writes(to, __NR_openat, 2);
    for (size_t each = 0; each < COUNT(NOTIFIED); each++) {
        answer_if(to, NOTIFIED[each], SECCOMP_RET_USER_NOTIF);
    }
    for (size_t each = 0; each < COUNT(MISSING); each++) {
        answer_if(to, MISSING[each], SECCOMP_RET_ERRNO | ENOSYS);
    }
    for (size_t each = 0; each < COUNT(REFUSED); each++) {
        answer_if(to, REFUSED[each], SECCOMP_RET_ERRNO | EPERM);
    }
    refuse_limits_of_others(to);
    refuse_naming_requests(to);
    answer(to, SECCOMP_RET_ALLOW);
}

int install_notify_filter(void) {
    static struct program written;
    write_program(&written);
    struct sock_fprog program = {.len = written.length, .filter = written.steps};
    /* what is being done for a call must not be done twice because of a signal */
    unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | WAIT_KILLABLE;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

#else

int install_notify_filter(void) {
    errno = ENOSYS;
    return -1;
}

#endif
