/*
 * What is written here is written by a child that is confined as the caller is, by a Landlock domain of its own: it can do no more,
 * and no command of the caller can reach it.
 */
#define _GNU_SOURCE
#include "config-keeper.h"
#include "git-config.h"
#include "protected-paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NEW_NAME ".config.being-written"

/* A file that was read whole. */
struct content {
    char *text;
    size_t bytes;
    mode_t mode;
};

/* 0, ENOENT, or EACCES for what is no small regular file. `content->text` is to be freed. */
static int read_content(int folder, const char *name, struct content *content) {
    content->text = NULL;
    content->bytes = 0;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return errno == ENOENT ? ENOENT : EACCES;
    struct stat status;
    int error = EACCES;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && (content->text = malloc(MOST_OF_CONFIG + 1))) {
        content->mode = status.st_mode & 0777;
        ssize_t got = 1;
        while (got > 0 && content->bytes <= MOST_OF_CONFIG) {
            got = read(file, content->text + content->bytes, MOST_OF_CONFIG + 1 - content->bytes);
            if (got > 0) content->bytes += (size_t)got;
        }
        error = got == 0 ? 0 : EACCES;
    }
    close(file);
    return error;
}

static int write_content(int folder, const char *name, const struct content *content) {
    unlinkat(folder, NEW_NAME, 0); /* of a writer that was ended */
    int file = openat(folder, NEW_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    for (size_t written = 0; written < content->bytes;) {
        ssize_t put = write(file, content->text + written, content->bytes - written);
        if (put < 0) return errno;
        written += (size_t)put;
    }
    if (fchmod(file, content->mode) < 0) return errno;
    return renameat(folder, NEW_NAME, folder, name) < 0 ? errno : 0;
}

/* Whether the caller still waits, so that what was read was its own, and is the user that we are. */
static int is_ours(const struct supervisor *supervisor) {
    char name[64];
    struct stat status;
    uint64_t id = supervisor->asked->id;
    snprintf(name, sizeof(name), "/proc/%u", supervisor->asked->pid);
    return stat(name, &status) == 0 && status.st_uid == geteuid() && ioctl(supervisor->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

/* In a child, as said above. `old`: goes then; NULL where it is the same file. 0 or an error. */
static int put(const struct supervisor *supervisor, const struct place *to, const struct content *content, const struct place *old) {
    if (!is_ours(supervisor)) return EACCES;
    pid_t child = fork();
    if (child < 0) return EAGAIN;
    if (child == 0) {
        supervisor->confine(supervisor->ruleset);
        int error = write_content(to->folder, to->name, content);
        if (error) unlinkat(to->folder, NEW_NAME, 0);
        else if (old && unlinkat(old->folder, old->name, 0) < 0) error = errno;
        _exit(error);
    }
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return EACCES;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EACCES;
}

int replace_config(const struct supervisor *supervisor, const struct place *from, const struct place *to) {
    struct content fresh, present = {.text = NULL};
    char why[128];
    int error = read_content(from->folder, from->name, &fresh);
    if (!error) error = read_content(to->folder, to->name, &present);
    if (error == ENOENT && fresh.text) error = 0;
    if (!error && check_git_config(fresh.text, fresh.bytes, present.text, present.bytes, depth_in_repository(to->path), why) < 0) {
        error = EACCES;
    }
    if (!error) error = put(supervisor, to, &fresh, from);
    free(fresh.text);
    free(present.text);
    return error ? error : DONE;
}

static int settle(const struct supervisor *supervisor, int folder, int depth) {
    if (has_hooks(folder)) return EACCES;
    struct place config = {.folder = folder, .name = "config"};
    struct content content;
    char why[128];
    int error = read_content(folder, config.name, &content);
    if (!error) {
        error = check_git_config(content.text, content.bytes, NULL, 0, depth, why) < 0 ? EACCES : put(supervisor, &config, &content, NULL);
    } else if (error == ENOENT) {
        error = 0;
    }
    free(content.text);
    return error;
}

int settle_repository(const struct supervisor *supervisor, int folder, const char *path) {
    return settle(supervisor, folder, depth_in_repository(path));
}

int settle_moved_repository(const struct supervisor *supervisor, const struct place *from, const struct place *to) {
    int folder = openat(from->folder, from->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) return EACCES;
    char below[PATH_MAX + 8];
    snprintf(below, sizeof(below), "%s/.git", to->path);
    /* what is a repository already was looked at as such */
    int error = faccessat(folder, "objects", F_OK, 0) == 0 && faccessat(folder, "refs", F_OK, 0) == 0
                    ? 0
                    : settle(supervisor, folder, depth_in_repository(below));
    close(folder);
    return error;
}
