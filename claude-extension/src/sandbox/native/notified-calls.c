/*
 * What can make, change, move or remove a name is asked about; what only reads is not. Calls whose arguments no filter can see
 * (openat2), or that lead past names, are refused.
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

enum { NR_OPENAT2 = 437, NR_IO_URING_SETUP = 425, MOST_STEPS = 128 };
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
    load(to, offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
    add(to, BPF_JMP | BPF_JSET | BPF_K, 0, 1, O_ACCMODE | O_CREAT | O_TRUNC);
    answer(to, SECCOMP_RET_USER_NOTIF);
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
    for (size_t each = 0; each < sizeof(NOTIFIED) / sizeof(*NOTIFIED); each++) {
        answer_if(to, NOTIFIED[each], SECCOMP_RET_USER_NOTIF);
    }
    for (size_t each = 0; each < sizeof(MISSING) / sizeof(*MISSING); each++) {
        answer_if(to, MISSING[each], SECCOMP_RET_ERRNO | ENOSYS);
    }
    answer_if(to, __NR_open_by_handle_at, SECCOMP_RET_ERRNO | EPERM);
    answer(to, SECCOMP_RET_ALLOW);
}

int install_notify_filter(void) {
    static struct program written;
    write_program(&written);
    struct sock_fprog program = {.len = written.length, .filter = written.steps};
    unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | WAIT_KILLABLE, &program);
    if (listener < 0 && errno == EINVAL) listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    return (int)listener;
}

#else

int install_notify_filter(void) {
    errno = ENOSYS;
    return -1;
}

#endif
