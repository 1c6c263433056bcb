/*
 * The rules by which a path is protected. Names are compared without regard to case: on some file systems they are the same.
 *
 * For git a folder is a repository when it is called `.git`, or has `objects` and `refs` in it: a `.git` that is a file can
 * name any such folder, and a bare repository has any name. So neither the file nor `commondir` has to be looked into.
 */
#define _GNU_SOURCE
#include "protected-paths.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PATTERNS = 64, MOST_NAMES = 16, MOST_DEPTH = 2100, MOST_PATH = 4096 + 256 };

struct names {
    char text[MOST_PATH];
    const char *list[MOST_DEPTH];
    int count;
};
struct pattern {
    const char *list[MOST_NAMES];
    int count;
};
static struct pattern patterns[MOST_PATTERNS];
static int pattern_count;
static int with_git;

int protect(const char *path) {
    if (strcasecmp(path, ".git") == 0) return with_git = 1, 0;
    if (pattern_count == MOST_PATTERNS || *path == '/' || *path == '\0') return -1;
    struct pattern *pattern = &patterns[pattern_count];
    char *rest = strdup(path), *kept = NULL;
    if (!rest) return -1;
    for (char *name = strtok_r(rest, "/", &kept); name; name = strtok_r(NULL, "/", &kept)) {
        if (pattern->count == MOST_NAMES || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return -1;
        pattern->list[pattern->count++] = name;
    }
    pattern_count++;
    return 0;
}

int protects_anything(void) {
    return with_git || pattern_count > 0;
}

static int same(const char *one, const char *other) {
    return strcasecmp(one, other) == 0;
}

/* -1 for what is too long. */
static int split(struct names *names, const char *path, const char *name) {
    names->count = 0;
    if (snprintf(names->text, sizeof(names->text), "%s/%s", path, name) >= (int)sizeof(names->text)) return -1;
    char *kept = NULL;
    for (char *each = strtok_r(names->text, "/", &kept); each; each = strtok_r(NULL, "/", &kept)) {
        if (names->count == MOST_DEPTH) return -1;
        names->list[names->count++] = each;
    }
    return 0;
}

/* How many names of the pattern, from its first on, stand in `names` from `from` on. */
static int matched(const struct pattern *pattern, const struct names *names, int from) {
    int each = 0;
    while (each < pattern->count && from + each < names->count && same(pattern->list[each], names->list[from + each])) each++;
    return each;
}

/* Also where that cannot be said: a command can make a folder such that not even we look into it, and keep it open. */
static int there_is(int folder, const char *name) {
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static int is_repository(int folder) {
    return there_is(folder, "objects") && there_is(folder, "refs");
}

/* The same for the folder that is made of the first names. */
static int is_repository_at(const struct names *names, int count) {
    char path[MOST_PATH];
    size_t length = 0;
    for (int each = 0; each < count; each++) length += (size_t)sprintf(path + length, "/%s", names->list[each]);
    if (count > 0 && same(names->list[count - 1], ".git")) return 1;
    int folder = open(count ? path : "/", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    /* what cannot be looked at counts as one */
    if (folder < 0) return errno != ENOENT && errno != ENOTDIR && errno != ELOOP;
    int found = is_repository(folder);
    close(folder);
    return found;
}

static enum protection git_protection_of(int folder, const struct names *names, const char *name) {
    int last = names->count - 1;
    for (int each = 0; each < names->count; each++) {
        const char *current = names->list[each];
        int is_named = *name != '\0' && each == last;
        if (same(current, BEING_WRITTEN)) return PROTECTED;
        if (same(current, "config.worktree")) return is_named ? GIT_CONFIG : PROTECTED;
        int is_config = same(current, "config");
        if (!is_config && !same(current, "hooks")) continue;
        int inside = is_named ? (each > 0 && same(names->list[each - 1], ".git")) || is_repository(folder)
                              : is_repository_at(names, each);
        if (inside) return is_config && is_named ? GIT_CONFIG : PROTECTED;
    }
    return FREE;
}

enum protection protection_of(int folder, const char *path, const char *name) {
    struct names names;
    if (split(&names, path, name) < 0) return PROTECTED;
    for (int pattern = 0; pattern < pattern_count; pattern++) {
        for (int from = 0; from < names.count; from++) {
            if (matched(&patterns[pattern], &names, from) == patterns[pattern].count) return PROTECTED;
        }
    }
    return with_git ? git_protection_of(folder, &names, name) : FREE;
}

/* Calls `is_it` with each pattern of which the path is a true beginning, and how much of it. */
static int any_begun(const struct names *names, int (*is_it)(const struct pattern *, int, const void *), const void *more) {
    for (int pattern = 0; pattern < pattern_count; pattern++) {
        for (int from = 0; from < names->count; from++) {
            int found = matched(&patterns[pattern], names, from);
            if (found > 0 && from + found == names->count && is_it(&patterns[pattern], found, more)) return 1;
        }
    }
    return 0;
}

static int always(const struct pattern *pattern, int found, const void *more) {
    (void)pattern, (void)found, (void)more;
    return 1;
}

int leads_to_protected(const char *path, const char *name) {
    struct names names;
    if (split(&names, path, name) < 0) return 1;
    return is_git_folder(name) || any_begun(&names, always, NULL);
}

/* Whether what remains of the pattern is below the folder. */
static int remains_below(const struct pattern *pattern, int found, const void *folder) {
    char rest[MOST_PATH];
    size_t length = 0;
    for (int each = found; each < pattern->count; each++) {
        length += (size_t)snprintf(rest + length, sizeof(rest) - length, each > found ? "/%s" : "%s", pattern->list[each]);
        if (length >= sizeof(rest)) return 1;
    }
    return there_is(*(const int *)folder, rest);
}

int carries_protected(int folder, const char *name, const char *path_there, const char *name_there) {
    struct names names;
    if (split(&names, path_there, name_there) < 0) return 1;
    int moved = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    /* gone meanwhile, or none: then nothing is moved */
    if (moved < 0) return errno != ENOENT;
    int carries = any_begun(&names, remains_below, &moved);
    close(moved);
    return carries;
}

int is_git_folder(const char *name) {
    return with_git && same(name, ".git");
}

int completes_repository(int folder, const char *path, const char *name) {
    if (!with_git) return 0;
    int objects = same(name, "objects");
    if (!objects && !same(name, "refs")) return 0;
    const char *last = strrchr(path, '/');
    return !(last && same(last + 1, ".git")) && !is_repository(folder) && there_is(folder, objects ? "refs" : "objects");
}

int makes_repository(int folder, const char *name) {
    return with_git && (same(name, "objects") || same(name, "refs")) && is_repository(folder);
}

int has_hooks(int folder) {
    int hooks = openat(folder, "hooks", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (hooks < 0) return errno != ENOENT;
    DIR *list = fdopendir(hooks);
    if (!list) return close(hooks), 1;
    int found = 0;
    for (struct dirent *each; !found && (each = readdir(list));) {
        found = strcmp(each->d_name, ".") != 0 && strcmp(each->d_name, "..") != 0;
    }
    closedir(list);
    return found;
}

int depth_in_repository(const char *path) {
    struct names names;
    if (split(&names, path, "") < 0) return 0;
    for (int each = 0; each < names.count; each++) {
        if (same(names.list[each], ".git")) return names.count - each;
    }
    return 0;
}
