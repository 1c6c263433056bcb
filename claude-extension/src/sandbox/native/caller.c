/*
 * Paths are walked as the kernel would walk them for the thread: from its root, its working folder, or a folder that it has
 * opened; by links, also those of /proc, where `self` is the thread and not we.
 */
#define _GNU_SOURCE
#include "caller.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <linux/magic.h>

enum { NR_OPENAT2 = 437, MOST_LINKS = 40, ROOT_OF_PROC = 1, SMALLEST_PAGE = 4096 };
#define RESOLVE_WITHOUT_MAGIC 2u /* RESOLVE_NO_MAGICLINKS */

struct how_to_open {
    uint64_t flags, mode, resolve;
};

/* A walk under way. */
struct walk {
    pid_t thread;
    int root, at, links;
    char rest[2 * PATH_MAX];
};

/* -1 with errno set. What is read stays within a page, so that it comes whole or not at all. */
static ssize_t read_memory(pid_t thread, uint64_t address, char *into, size_t bytes) {
    struct iovec to = {into, bytes}, from = {(void *)(uintptr_t)address, bytes};
    ssize_t got = process_vm_readv(thread, &to, 1, &from, 1, 0);
    if (got >= 0 || errno == EFAULT || errno == ESRCH) return got;
    /* some containers do not have that call */
    char name[64];
    snprintf(name, sizeof(name), "/proc/%d/mem", thread);
    int memory = open(name, O_RDONLY | O_CLOEXEC);
    if (memory < 0) return -1;
    got = pread(memory, into, bytes, (off_t)address);
    if (got < 0 && errno == EIO) errno = EFAULT;
    close(memory);
    return got;
}

int read_path(pid_t thread, uint64_t address, char *path) {
#if defined(__aarch64__)
    address &= (1ull << 56) - 1; /* what is above is a tag */
#endif
    for (size_t length = 0; length < PATH_MAX;) {
        size_t wanted = SMALLEST_PAGE - (address + length) % SMALLEST_PAGE;
        if (wanted > PATH_MAX - length) wanted = PATH_MAX - length;
        ssize_t got = read_memory(thread, address + length, path + length, wanted);
        if (got <= 0) return got == 0 || errno == EFAULT ? EFAULT : EACCES;
        if (memchr(path + length, '\0', (size_t)got)) return *path == '\0' ? ENOENT : 0;
        length += (size_t)got;
    }
    return ENAMETOOLONG;
}

/* The number behind `label` in what the system tells of a thread; -1 where it is not told. */
static long read_status(pid_t thread, const char *label, int base) {
    char name[64], text[2048];
    snprintf(name, sizeof(name), "/proc/%d/status", thread);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t got = read(file, text, sizeof(text) - 1);
    close(file);
    text[got < 0 ? 0 : got] = '\0';
    const char *line = strstr(text, label);
    return line ? strtol(line + strlen(label), NULL, base) : -1;
}

int read_umask(pid_t thread, mode_t *mask) {
    long found = read_status(thread, "\nUmask:\t", 8);
    *mask = (mode_t)found;
    return found < 0 ? EACCES : 0;
}

int is_our_user(pid_t thread) {
    char name[64];
    struct stat status;
    snprintf(name, sizeof(name), "/proc/%d", thread);
    return stat(name, &status) == 0 && status.st_uid == geteuid();
}

static int open_of(pid_t thread, const char *what) {
    char name[64];
    snprintf(name, sizeof(name), "/proc/%d/%s", thread, what);
    return open(name, O_PATH | O_CLOEXEC);
}

static int open_start(pid_t thread, int from, const char *path) {
    if (*path == '/') return open_of(thread, "root");
    if (from == AT_FDCWD) return open_of(thread, "cwd");
    char name[32];
    snprintf(name, sizeof(name), "fd/%d", from);
    int found = from < 0 ? -1 : open_of(thread, name);
    if (found < 0 && (from < 0 || errno == ENOENT)) errno = EBADF;
    return found;
}

/* What was opened last; where it is told in a way that cannot be trusted, that is no place. */
static int tell_path(struct place *place) {
    char name[64];
    snprintf(name, sizeof(name), "/proc/self/fd/%d", place->folder);
    ssize_t length = readlink(name, place->path, sizeof(place->path));
    if (length < 0 || length >= (ssize_t)sizeof(place->path)) return EACCES;
    place->path[length] = '\0';
    return 0;
}

static int is_same(int one, int other) {
    struct stat first, second;
    return fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static int is_proc(int folder) {
    struct statfs system;
    return fstatfs(folder, &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

static int enter(struct walk *walk, const char *name, int flags) {
    int next = openat(walk->at, name, O_PATH | O_CLOEXEC | flags);
    if (next < 0) return errno;
    close(walk->at);
    walk->at = next;
    return 0;
}

static int to_root(struct walk *walk) {
    int root = fcntl(walk->root, F_DUPFD_CLOEXEC, 0);
    if (root < 0) return EACCES;
    close(walk->at);
    walk->at = root;
    return 0;
}

/* Puts the text of a link in the place of its name. */
static int go_by(struct walk *walk, const char *link, const char *rest) {
    char joined[sizeof(walk->rest)];
    if (snprintf(joined, sizeof(joined), "%s/%s", link, rest) >= (int)sizeof(joined)) return ENAMETOOLONG;
    /* nothing follows: what the link leads to may be a file */
    if (*rest == '\0') joined[strlen(link)] = '\0';
    strcpy(walk->rest, joined);
    return *link == '/' ? to_root(walk) : 0;
}

/* `self` and `thread-self` of /proc are those of whoever looks. */
static int go_by_self(struct walk *walk, const char *name, const char *rest) {
    char own[64] = "";
    long process = read_status(walk->thread, "\nTgid:\t", 10);
    if (process < 0) return EACCES;
    if (strcmp(name, "self") == 0) snprintf(own, sizeof(own), "%ld", process);
    else snprintf(own, sizeof(own), "%ld/task/%d", process, walk->thread);
    return go_by(walk, own, rest);
}

/* A link, which is to be followed. */
static int follow_link(struct walk *walk, const char *name, const char *link, const char *rest) {
    if (++walk->links > MOST_LINKS) return ELOOP;
    if (!is_proc(walk->at)) return go_by(walk, link, rest);
    struct stat folder;
    if (fstat(walk->at, &folder) < 0) return EACCES;
    if (folder.st_ino != ROOT_OF_PROC) {
        /* its text says nothing: one comes to what it stands for */
        int error = enter(walk, name, 0);
        memmove(walk->rest, rest, strlen(rest) + 1);
        return error;
    }
    int is_own = strcmp(name, "self") == 0 || strcmp(name, "thread-self") == 0;
    return is_own ? go_by_self(walk, name, rest) : go_by(walk, link, rest);
}

/* One name. -1: there is more to walk; 0: the last one, which is in `place`; else an error. */
static int step(struct walk *walk, int follow, struct place *place) {
    char *begin = walk->rest + strspn(walk->rest, "/");
    size_t length = strcspn(begin, "/");
    if (length > NAME_MAX) return ENAMETOOLONG;
    memcpy(place->name, begin, length);
    place->name[length] = '\0';
    snprintf(place->asked, sizeof(place->asked), "%s%s", place->name, begin[length] == '/' ? "/" : "");
    if (length == 0) return 0;
    char *after = begin + length, *rest = after + strspn(after, "/");
    int is_last = *rest == '\0', has_slash = *after != '\0';
    if (strcmp(place->name, ".") == 0 || strcmp(place->name, "..") == 0) {
        memmove(walk->rest, rest, strlen(rest) + 1);
        int stays = place->name[1] == '\0' || is_same(walk->at, walk->root);
        int error = stays ? 0 : enter(walk, "..", O_DIRECTORY);
        return error ? error : -1;
    }
    char link[PATH_MAX];
    ssize_t got = readlinkat(walk->at, place->name, link, sizeof(link) - 1);
    if (got >= 0) {
        if (is_last && !follow && !has_slash) return 0;
        link[got] = '\0';
        int error = follow_link(walk, place->name, link, rest);
        return error ? error : -1;
    }
    if (is_last && (errno == EINVAL || errno == ENOENT)) return 0;
    if (errno != EINVAL) return errno;
    int error = enter(walk, place->name, O_DIRECTORY | O_NOFOLLOW);
    memmove(walk->rest, rest, strlen(rest) + 1);
    return error ? error : -1;
}

static int walk_to(pid_t thread, int from, const char *path, int follow, struct place *place) {
    struct walk walk = {.thread = thread, .root = open_of(thread, "root")};
    walk.at = open_start(thread, from, path);
    int error = walk.at < 0 && errno == EBADF ? EBADF : EACCES;
    if (walk.root >= 0 && walk.at >= 0) {
        strcpy(walk.rest, path);
        do error = step(&walk, follow, place);
        while (error == -1);
    }
    if (walk.root >= 0) close(walk.root);
    place->folder = walk.at;
    return error ? error : tell_path(place);
}

/* The usual case, by few calls: a folder that is reached without /proc, by a thread whose root is ours. 0, or -1: walk. */
static int find_quickly(pid_t thread, int from, const char *path, int follow, struct place *place) {
    char proc[64], text[PATH_MAX];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (*name == '\0' || strlen(name) > NAME_MAX || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return -1;
    snprintf(proc, sizeof(proc), "/proc/%d/root", thread);
    if (readlink(proc, text, 2) != 1 || text[0] != '/') return -1;
    int start = open_start(thread, from, path);
    if (start < 0) return -1;
    strcpy(place->name, name);
    strcpy(place->asked, name);
    place->folder = start;
    if (slash) {
        size_t length = (size_t)(slash - path) + (slash == path);
        memcpy(text, path, length);
        text[length] = '\0';
        struct how_to_open how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_WITHOUT_MAGIC};
        place->folder = (int)syscall(NR_OPENAT2, start, text, &how, sizeof(how));
        close(start);
    }
    if (place->folder < 0) return -1;
    int is_link = follow && readlinkat(place->folder, name, text, 1) >= 0;
    if (!is_link && !is_proc(place->folder) && tell_path(place) == 0) return 0;
    leave_place(place);
    return -1;
}

int find_place(pid_t thread, int from, const char *path, int follow, struct place *place) {
    return find_quickly(thread, from, path, follow, place) == 0 ? 0 : walk_to(thread, from, path, follow, place);
}

int find_open_file(pid_t thread, int file, struct place *place) {
    place->name[0] = place->asked[0] = '\0';
    place->folder = open_start(thread, file, "");
    return place->folder < 0 ? errno : tell_path(place);
}

void leave_place(struct place *place) {
    if (place->folder >= 0) close(place->folder);
    place->folder = -1;
}
