/*
 * EACCES is the answer for what is protected, as for what Landlock denies: programs take it for a file that is not theirs. What
 * the caller would get anyway (EFAULT, ENOENT...) is answered by us: memory and folders may be other ones when the kernel looks.
 */
#define _GNU_SOURCE
#include "decision.h"
#include "caller.h"
#include "config-keeper.h"
#include "protected-paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXCHANGE 2u /* RENAME_EXCHANGE */
#define WHITEOUT 4u /* RENAME_WHITEOUT */

static int exists(const struct place *place) {
    struct stat status;
    return place->name[0] == '\0' || fstatat(place->folder, place->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static int is_kind(const struct place *place, mode_t kind) {
    struct stat status;
    return fstatat(place->folder, place->name, &status, AT_SYMLINK_NOFOLLOW) == 0 && (status.st_mode & S_IFMT) == kind;
}

static enum protection protection_at(const struct place *place) {
    return protection_of(place->folder, place->path, place->name);
}

/* Reads a path and finds where it leads. 0 or an error; the place is to be left either way. */
static int look(pid_t thread, int from, uint64_t path, int follow, struct place *place) {
    char text[PATH_MAX];
    place->folder = -1;
    int error = read_path(thread, path, text);
    return error ? error : find_place(thread, from, text, follow, place);
}

/* Something new of that name. `made_link`: it would be a symbolic one. */
static int judge_new(const struct supervisor *supervisor, const struct place *place, int made_link) {
    if (protection_at(place) != FREE || (made_link && leads_to_protected(place->path, place->name))) return EACCES;
    if (!completes_repository(place->folder, place->path, place->name)) return GO_ON;
    return settle_repository(supervisor, place->folder, place->path);
}

static int on_open(const struct supervisor *supervisor, pid_t thread, int from, uint64_t path, uint64_t flags) {
    if (flags & O_PATH) return GO_ON;
    struct place place;
    int makes = (flags & O_CREAT) != 0;
    int follow = !(flags & O_NOFOLLOW) && !(makes && (flags & O_EXCL));
    int error = look(thread, from, path, follow, &place);
    if (!error && protection_at(&place) != FREE) error = makes || exists(&place) ? EACCES : ENOENT;
    if (!error && makes && !exists(&place)) error = judge_new(supervisor, &place, 0);
    leave_place(&place);
    return error;
}

static int on_make(const struct supervisor *supervisor, pid_t thread, int from, uint64_t path, int made_link) {
    struct place place;
    int error = look(thread, from, path, 0, &place);
    if (!error) error = exists(&place) ? EEXIST : judge_new(supervisor, &place, made_link);
    leave_place(&place);
    return error;
}

/* The configuration of git may go: that runs nothing. */
static int on_remove(pid_t thread, int from, uint64_t path) {
    struct place place;
    int error = look(thread, from, path, 0, &place);
    if (!error && protection_at(&place) == PROTECTED) error = exists(&place) ? EACCES : ENOENT;
    leave_place(&place);
    return error;
}

static int on_truncate(pid_t thread, uint64_t path) {
    struct place place;
    int error = look(thread, AT_FDCWD, path, 1, &place);
    if (!error && protection_at(&place) != FREE) error = exists(&place) ? EACCES : ENOENT;
    leave_place(&place);
    return error;
}

static int judge_link(const struct supervisor *supervisor, const struct place *old, const struct place *new) {
    if (protection_at(old) != FREE) return EACCES;
    return judge_new(supervisor, new, old->name[0] != '\0' && is_kind(old, S_IFLNK));
}

static int on_link(const struct supervisor *supervisor, const struct seccomp_notif *asked, const uint64_t arguments[5]) {
    struct place old, new = {.folder = -1};
    int by_file = (arguments[4] & AT_EMPTY_PATH) != 0;
    int error = look((pid_t)asked->pid, (int)arguments[0], arguments[1], (arguments[4] & AT_SYMLINK_FOLLOW) != 0, &old);
    /* without a folder: the path is empty */
    if (error == ENOENT && by_file && old.folder < 0) error = find_open_file((pid_t)asked->pid, (int)arguments[0], &old);
    if (!error) error = look((pid_t)asked->pid, (int)arguments[2], arguments[3], 0, &new);
    if (!error) error = judge_link(supervisor, &old, &new);
    leave_place(&old);
    leave_place(&new);
    return error;
}

/* Whether what moves has, there or here, something in it that is protected, or becomes what it must not be. */
static int judge_move(const struct supervisor *supervisor, const struct place *from, const struct place *to) {
    if (is_kind(from, S_IFLNK) && leads_to_protected(to->path, to->name)) return EACCES;
    if (carries_protected(from->folder, from->name, from->path, from->name)) return EACCES;
    if (carries_protected(from->folder, from->name, to->path, to->name)) return EACCES;
    if (completes_repository(to->folder, to->path, to->name)) {
        int error = settle_repository(supervisor, to->folder, to->path);
        if (error) return error;
    }
    if (!is_git_folder(to->name) || is_git_folder(from->name) || !is_kind(from, S_IFDIR)) return GO_ON;
    return settle_moved_repository(supervisor, from, to);
}

static int judge_rename(const struct supervisor *supervisor, const struct place *from, const struct place *to, uint64_t flags) {
    if (from->name[0] == '\0' || to->name[0] == '\0') return EBUSY;
    if (!exists(from)) return ENOENT;
    if (flags & WHITEOUT) return EINVAL;
    enum protection away = protection_at(from), onto = protection_at(to);
    if (away == PROTECTED || onto == PROTECTED || makes_repository(from->folder, from->name)) return EACCES;
    int error = judge_move(supervisor, from, to);
    if (error) return error;
    if (flags & EXCHANGE) return away != FREE || onto != FREE ? EACCES : judge_move(supervisor, to, from);
    if (onto != GIT_CONFIG) return GO_ON;
    return flags != 0 && exists(to) ? EEXIST : replace_config(supervisor, from, to);
}

static int on_rename(const struct supervisor *supervisor, const struct seccomp_notif *asked, const uint64_t arguments[5]) {
    struct place from, to = {.folder = -1};
    int error = look((pid_t)asked->pid, (int)arguments[0], arguments[1], 0, &from);
    if (!error) error = look((pid_t)asked->pid, (int)arguments[2], arguments[3], 0, &to);
    if (!error) error = judge_rename(supervisor, &from, &to, (unsigned)arguments[4]);
    leave_place(&from);
    leave_place(&to);
    return error;
}

int decide(const struct supervisor *supervisor, const struct seccomp_notif *asked) {
    const __u64 *of = asked->data.args;
    pid_t thread = (pid_t)asked->pid;
    uint64_t here = (uint64_t)AT_FDCWD;
    switch (asked->data.nr) {
#if defined(__x86_64__)
        case __NR_open: return on_open(supervisor, thread, AT_FDCWD, of[0], of[1]);
        case __NR_creat: return on_open(supervisor, thread, AT_FDCWD, of[0], O_CREAT | O_WRONLY | O_TRUNC);
        case __NR_mkdir: case __NR_mknod: return on_make(supervisor, thread, AT_FDCWD, of[0], 0);
        case __NR_symlink: return on_make(supervisor, thread, AT_FDCWD, of[1], 1);
        case __NR_unlink: case __NR_rmdir: return on_remove(thread, AT_FDCWD, of[0]);
        case __NR_link: return on_link(supervisor, asked, (uint64_t[]){here, of[0], here, of[1], 0});
        case __NR_rename: return on_rename(supervisor, asked, (uint64_t[]){here, of[0], here, of[1], 0});
#endif
#ifdef __NR_renameat
        case __NR_renameat: return on_rename(supervisor, asked, (uint64_t[]){of[0], of[1], of[2], of[3], 0});
#endif
        case __NR_openat: return on_open(supervisor, thread, (int)of[0], of[1], of[2]);
        case __NR_mkdirat: case __NR_mknodat: return on_make(supervisor, thread, (int)of[0], of[1], 0);
        case __NR_symlinkat: return on_make(supervisor, thread, (int)of[1], of[2], 1);
        case __NR_unlinkat: return on_remove(thread, (int)of[0], of[1]);
        case __NR_linkat: return on_link(supervisor, asked, (uint64_t[]){of[0], of[1], of[2], of[3], of[4]});
        case __NR_renameat2: return on_rename(supervisor, asked, (uint64_t[]){of[0], of[1], of[2], of[3], of[4]});
        case __NR_truncate: return on_truncate(thread, of[0]);
        default: return EACCES;
    }
}
