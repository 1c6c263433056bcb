/*
 * A file that is opened here is given to the caller. Its own terminal is bound to whoever opens it: that alone the kernel opens for
 * the caller, by a path that it reads again. A named pipe can take its time to open: a child waits for it.
 */
#define _GNU_SOURCE
#include "open-file.h"
#include "decision.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/magic.h>

enum { LOOK_AGAIN_US = 5000 };
#define SEND 2u /* SECCOMP_ADDFD_FLAG_SEND */

static mode_t kind_of(const struct place *place) {
    struct stat status;
    int failed = place->name[0] ? fstatat(place->folder, place->name, &status, AT_SYMLINK_NOFOLLOW) : fstat(place->folder, &status);
    return failed ? 0 : status.st_mode & S_IFMT;
}

/* In `/proc/.../stat`, behind the name in brackets: state, parent, group, session, terminal. */
static int has_terminal(pid_t thread) {
    char name[64], text[512];
    snprintf(name, sizeof(name), "/proc/%d/stat", thread);
    int file = open(name, O_RDONLY | O_CLOEXEC), terminal = 0;
    ssize_t got = file < 0 ? -1 : read(file, text, sizeof(text) - 1);
    if (file >= 0) close(file);
    text[got < 0 ? 0 : got] = '\0';
    const char *fields = strrchr(text, ')');
    return fields && sscanf(fields, ") %*c %*d %*d %*d %d", &terminal) == 1 && terminal != 0;
}

int is_own_terminal(const struct call *call, const char *path, const struct place *place) {
    if (strcmp(path, "/dev/tty") != 0 || kind_of(place) != S_IFCHR) return 0;
    return has_terminal(call->thread);
}

int is_memory(const struct place *place) {
    struct statfs system;
    const char *slash = strrchr(place->path, '/'), *name = place->name[0] || !slash ? place->name : slash + 1;
    return strcmp(name, "mem") == 0 && (fstatfs(place->folder, &system) < 0 || system.f_type == PROC_SUPER_MAGIC);
}

int open_place(const struct place *place, int flags, mode_t mode) {
    flags |= O_CLOEXEC | O_NOCTTY;
    if (place->name[0] != '\0') return openat(place->folder, place->asked, flags | O_NOFOLLOW, mode);
    char opened[64];
    snprintf(opened, sizeof(opened), "/proc/self/fd/%d", place->folder);
    return open(opened, flags & ~(O_CREAT | O_EXCL | O_NOFOLLOW), mode);
}

static int give(const struct call *call, int file, int flags) {
    struct seccomp_notif_addfd given = {.id = call->asked->id, .flags = SEND, .srcfd = (unsigned)file};
    given.newfd_flags = (unsigned)flags & O_CLOEXEC;
    int error = ioctl(call->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &given) < 0 ? errno : 0;
    close(file);
    return error ? error : ANSWERED;
}

static void answer_error(const struct call *call, int error) {
    struct seccomp_notif_resp answer = {.id = call->asked->id, .error = -error};
    ioctl(call->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

/* Until there is a reader, or the caller is gone. */
static void wait_for_reader(const struct call *call, const struct place *place, int flags) {
    uint64_t id = call->asked->id;
    while (ioctl(call->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0) {
        int file = open_place(place, flags | O_NONBLOCK, 0);
        if (file < 0 && errno == ENXIO) {
            usleep(LOOK_AGAIN_US);
            continue;
        }
        int error = file < 0 ? errno : 0;
        if (!error && fcntl(file, F_SETFL, flags & ~(O_ACCMODE | O_CREAT)) < 0) error = errno;
        if (!error) error = give(call, file, flags);
        if (error > 0) answer_error(call, error);
        return;
    }
}

static int open_pipe_for(const struct call *call, const struct place *place, int flags) {
    pid_t child = fork();
    if (child < 0) return EAGAIN;
    if (child == 0) {
        if (fork() == 0) wait_for_reader(call, place, flags);
        _exit(0);
    }
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
    return ANSWERED;
}

int open_for(const struct call *call, const struct place *place, int flags, mode_t mode) {
    int waits = !(flags & O_NONBLOCK) && (flags & O_ACCMODE) == O_WRONLY && kind_of(place) == S_IFIFO;
    if (waits) return open_pipe_for(call, place, flags);
    int file = open_place(place, flags, mode);
    return file < 0 ? errno : give(call, file, flags);
}
