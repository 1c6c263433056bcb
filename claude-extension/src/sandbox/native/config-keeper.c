/* A configuration is written anew, so that nobody who has the file open can still change it. */
#define _GNU_SOURCE
#include "config-keeper.h"
#include "git-config.h"
#include "protected-paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int write_new(int folder, const char *name, const struct content *content) {
    unlinkat(folder, BEING_WRITTEN, 0); /* of a writer that was ended */
    int file = openat(folder, BEING_WRITTEN, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    int error = 0;
    for (size_t written = 0; written < content->bytes && !error;) {
        ssize_t put = write(file, content->text + written, content->bytes - written);
        if (put < 0) error = errno;
        else written += (size_t)put;
    }
    if (!error && (fchmod(file, content->mode) < 0 || renameat(folder, BEING_WRITTEN, folder, name) < 0)) error = errno;
    close(file);
    return error;
}

static int write_content(int folder, const char *name, const struct content *content) {
    int error = write_new(folder, name, content);
    if (error) unlinkat(folder, BEING_WRITTEN, 0);
    return error;
}

int replace_config(const struct place *from, const struct place *to) {
    struct content fresh, present = {.text = NULL};
    char why[128];
    int error = read_content(from->folder, from->name, &fresh);
    if (!error) error = read_content(to->folder, to->name, &present);
    if (error == ENOENT && fresh.text) error = 0;
    if (!error && check_git_config(fresh.text, fresh.bytes, present.text, present.bytes, depth_in_repository(to->path), why) < 0) {
        error = EACCES;
    }
    if (!error) error = write_content(to->folder, to->name, &fresh);
    if (!error && unlinkat(from->folder, from->name, 0) < 0) error = errno;
    free(fresh.text);
    free(present.text);
    return error;
}

static int settle(int folder, int depth) {
    if (has_hooks(folder)) return EACCES;
    struct content content;
    char why[128];
    int error = read_content(folder, "config", &content);
    if (!error) {
        error = check_git_config(content.text, content.bytes, NULL, 0, depth, why) < 0 ? EACCES : write_content(folder, "config", &content);
    } else if (error == ENOENT) {
        error = 0;
    }
    free(content.text);
    return error;
}

int settle_repository(int folder, const char *path) {
    return settle(folder, depth_in_repository(path));
}

int settle_moved_repository(const struct place *from, const struct place *to) {
    int folder = openat(from->folder, from->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) return EACCES;
    char below[PATH_MAX + 8];
    snprintf(below, sizeof(below), "%s/.git", to->path);
    /* what is a repository already was looked at as such; what cannot be looked into is none here, so that it is refused below */
    int error = faccessat(folder, "objects", F_OK, 0) == 0 && faccessat(folder, "refs", F_OK, 0) == 0
                    ? 0
                    : settle(folder, depth_in_repository(below));
    close(folder);
    return error;
}
