/* The sockets that a confined process may have, as a seccomp filter. */
#define _GNU_SOURCE
#include "socket-filter.h"
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>

enum { NR_IO_URING_SETUP = 425 };

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef OWN_ARCHITECTURE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* The lower half, on a little-endian machine; of numbers the kernel takes no more than that. */
#define LOAD_ARGUMENT(index) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (index))
/* Of an argument that was loaded: without SOCK_CLOEXEC and the like. */
#define KIND_OF_SOCKET BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf)
#define IF_EQUAL(value, then_skip, else_skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then_skip, else_skip)
#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* io_uring would make sockets without the system calls that are looked at. */
static const struct sock_filter BEGIN[] = {
    LOAD(arch),
    /* calls of another architecture have other numbers: there are none */
    IF_EQUAL(OWN_ARCHITECTURE, 1, 0),
    REFUSE(ENOSYS),
    LOAD(nr),
#if defined(__x86_64__)
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), /* x32 */
    REFUSE(ENOSYS),
#endif
    IF_EQUAL(NR_IO_URING_SETUP, 0, 1),
    REFUSE(ENOSYS),
};

/*
 * Whoever can connect to a Unix socket can make a program outside do something for it (a user's systemd, tmux, docker, an
 * agent of keys), and Landlock does not know of these sockets. One of a pair of datagram sockets sends to any other as well.
 */
static const struct sock_filter NO_UNIX_SOCKETS[] = {
    LOAD(nr),
    IF_EQUAL(__NR_socket, 0, 3),
    LOAD_ARGUMENT(0),
    IF_EQUAL(AF_UNIX, 0, 1),
    REFUSE(EACCES),
    LOAD(nr),
    IF_EQUAL(__NR_socketpair, 0, 5),
    LOAD_ARGUMENT(1),
    KIND_OF_SOCKET,
    IF_EQUAL(SOCK_STREAM, 2, 0),
    IF_EQUAL(SOCK_SEQPACKET, 1, 0),
    REFUSE(EACCES),
};

/* Landlock looks at plain TCP alone: UDP, multipath TCP and all the rest would pass by it. */
static const struct sock_filter ONLY_TCP[] = {
    LOAD(nr),
    IF_EQUAL(__NR_socket, 0, 13),
    LOAD_ARGUMENT(0),
    IF_EQUAL(AF_UNIX, 10, 0),
    IF_EQUAL(AF_NETLINK, 9, 0),
    IF_EQUAL(AF_INET, 1, 0),
    IF_EQUAL(AF_INET6, 0, 6),
    LOAD_ARGUMENT(1),
    KIND_OF_SOCKET,
    IF_EQUAL(SOCK_STREAM, 0, 3),
    LOAD_ARGUMENT(2),
    IF_EQUAL(0, 2, 0),
    IF_EQUAL(IPPROTO_TCP, 1, 0),
    REFUSE(EACCES),
    ALLOW,
};

/* Data that is sent with the first packet connects without `connect`. */
#define NO_FAST_OPEN(call, flags)                                                                                    \
    LOAD(nr), IF_EQUAL(call, 0, 3), LOAD_ARGUMENT(flags), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MSG_FASTOPEN, 0, 1),   \
        REFUSE(EACCES)
static const struct sock_filter NO_FAST_OPENS[] = {
    NO_FAST_OPEN(__NR_sendto, 3),
    NO_FAST_OPEN(__NR_sendmsg, 2),
    NO_FAST_OPEN(__NR_sendmmsg, 3),
};
static const struct sock_filter END[] = {ALLOW};

static struct sock_filter filter[64];
static unsigned short filter_length;

static void add_to_filter(const struct sock_filter *part, size_t bytes) {
    if (filter_length * sizeof(*part) + bytes > sizeof(filter)) abort();
    memcpy(filter + filter_length, part, bytes);
    filter_length += bytes / sizeof(*part);
}
#endif

int can_limit_sockets(void) {
#ifdef OWN_ARCHITECTURE
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
#else
    return 0;
#endif
}

int limit_sockets(int unix_sockets, int only_tcp) {
    if (unix_sockets && !only_tcp) return 0;
#ifdef OWN_ARCHITECTURE
    add_to_filter(BEGIN, sizeof(BEGIN));
    if (!unix_sockets) add_to_filter(NO_UNIX_SOCKETS, sizeof(NO_UNIX_SOCKETS));
    if (only_tcp) add_to_filter(NO_FAST_OPENS, sizeof(NO_FAST_OPENS));
    if (only_tcp) add_to_filter(ONLY_TCP, sizeof(ONLY_TCP));
    add_to_filter(END, sizeof(END));
    struct sock_fprog program = {.len = filter_length, .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}
