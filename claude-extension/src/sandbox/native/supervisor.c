/*
 * The supervisor is no child of the command, is in no session, group or list of it, has nothing open of it and none of its
 * environment. It is confined as the command is, by a Landlock domain of which that of the command is a part: it can do no more for
 * the command than the command itself, and look at it, but not the other way round. It ends with the last process that is looked at. When it is gone before, calls that it would be asked about
 * fail with ENOSYS: nothing is made or changed any more, protected or not.
 */
#define _GNU_SOURCE
#include "supervisor.h"
#include "decision.h"
#include "notified-calls.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NR_CLOSE_RANGE = 436, FIRST_FREE = 3 };
/* From Linux 6.6 on: whoever answers hands over its processor. Older headers lack it. */
#define SET_FLAGS _IOW('!', 4, uint64_t) /* SECCOMP_IOCTL_NOTIF_SET_FLAGS */
#define SYNC_WAKE_UP 1u

extern char **environ;

/* A message of one byte, with room for an open file. */
struct file_message {
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec text;
    struct msghdr message;
};

static struct msghdr *prepare(struct file_message *file) {
    memset(file, 0, sizeof(*file));
    file->text = (struct iovec){&file->byte, 1};
    file->message = (struct msghdr){
        .msg_iov = &file->text, .msg_iovlen = 1, .msg_control = &file->control, .msg_controllen = sizeof(file->control)};
    return &file->message;
}

static int send_file(int socket, int file) {
    struct file_message sent;
    struct msghdr *message = prepare(&sent);
    sent.control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&sent.control.header), &file, sizeof(int));
    return sendmsg(socket, message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

static int receive_file(int socket) {
    struct file_message received;
    int file = -1;
    if (recvmsg(socket, prepare(&received), MSG_CMSG_CLOEXEC) == 1 && received.control.header.cmsg_type == SCM_RIGHTS) {
        memcpy(&file, CMSG_DATA(&received.control.header), sizeof(int));
    }
    return file;
}

static void answer(int listener, struct seccomp_notif_resp *answer, uint64_t id, int decision) {
    if (decision == ANSWERED) return;
    memset(answer, 0, sizeof(*answer));
    answer->id = id;
    if (decision == GO_ON) answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else answer->error = -decision;
    /* whoever is gone meanwhile needs none */
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, answer);
}

static void serve(int listener) {
    struct seccomp_notif_sizes sizes;
    if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0) return;
    size_t asked_bytes = sizes.seccomp_notif > sizeof(struct seccomp_notif) ? sizes.seccomp_notif : sizeof(struct seccomp_notif);
    struct seccomp_notif *asked = malloc(asked_bytes);
    struct seccomp_notif_resp *resp = calloc(1, sizeof(*resp) + sizes.seccomp_notif_resp);
    struct pollfd wait = {.fd = listener, .events = POLLIN};
    ioctl(listener, SET_FLAGS, SYNC_WAKE_UP);
    while (asked && resp) {
        if (poll(&wait, 1, -1) < 0) {
            if (errno == EINTR) continue;
            return;
        }
        if (!(wait.revents & POLLIN)) return;
        memset(asked, 0, asked_bytes);
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, asked) < 0) {
            /* ENOENT: it was ended before we looked */
            if (errno == EINTR || errno == ENOENT) continue;
            return;
        }
        answer(listener, resp, asked->id, decide(listener, asked));
    }
}

/* Of what is open, the first `kept` files alone stay. */
static void close_all_but(int kept) {
    if (syscall(NR_CLOSE_RANGE, (unsigned)kept, ~0u, 0u) == 0) return;
    DIR *list = opendir("/proc/self/fd");
    for (struct dirent *each; list && (each = readdir(list));) {
        int file = atoi(each->d_name);
        if (file >= kept && file != dirfd(list)) close(file);
    }
    if (list) closedir(list);
}

/* The mark of a session is in the environment, and what is confined where in the arguments. */
static void forget_origin(char **argv) {
    static char *nothing[] = {NULL};
    for (int each = 1; argv[each]; each++) memset(argv[each], 0, strlen(argv[each]));
    for (char **each = environ; *each; each++) memset(*each, 0, strlen(*each));
    environ = nothing;
}

static void become_supervisor(int socket, char **argv) {
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0 || chdir("/") < 0) _exit(1);
    for (int each = 0; each < FIRST_FREE; each++) dup2(nothing, each);
    if (dup2(socket, FIRST_FREE) < 0) _exit(1);
    close_all_but(FIRST_FREE + 1);
    forget_origin(argv);
    int listener = receive_file(FIRST_FREE);
    if (listener >= 0 && send(FIRST_FREE, "", 1, MSG_NOSIGNAL) == 1) {
        close(FIRST_FREE);
        serve(listener);
    }
    _exit(0);
}

int start_supervisor(char **argv) {
    int pair[2], status;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        /* its child is nobody's: whoever collects orphans collects it */
        pid_t supervisor = setsid() < 0 ? -1 : fork();
        if (supervisor == 0) become_supervisor(pair[1], argv);
        _exit(supervisor < 0);
    }
    close(pair[1]);
    if (child < 0) return -1;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    errno = EAGAIN;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? pair[0] : -1;
}

int come_under_supervision(int supervisor) {
    int listener = install_notify_filter();
    if (listener < 0) return -1;
    char byte;
    int sent = send_file(supervisor, listener);
    close(listener);
    if (sent < 0) return -1;
    errno = EPIPE;
    return recv(supervisor, &byte, 1, 0) == 1 ? close(supervisor) : -1;
}
