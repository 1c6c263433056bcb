/*
 * What may be done is done here, in the place that was looked at, and not by the kernel for the caller: it would read the path again,
 * and go by links, that may be other ones by then. Since calls are answered one after the other, nothing that the
 * confined processes do comes between.
 *
 * EACCES is the answer for what is protected, as for what Landlock denies: programs take it for a file that is not theirs.
 */
#define _GNU_SOURCE
#include "decision.h"
#include "caller.h"
#include "config-keeper.h"
#include "open-file.h"
#include "protected-paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXCHANGE 2u /* RENAME_EXCHANGE */
#define WHITEOUT 4u /* RENAME_WHITEOUT */
#define HERE ((uint64_t)AT_FDCWD)

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

static int result(long done) {
    return done < 0 ? errno : 0;
}

/* Reads a path and finds where it leads. 0 or an error; the place is to be left either way. */
static int look(pid_t thread, int from, uint64_t path, int follow, struct place *place) {
    char text[PATH_MAX];
    place->folder = -1;
    int error = read_path(thread, path, text);
    return error ? error : find_place(thread, from, text, follow, place);
}

/* Whether the caller still waits, so that what was read was its own, and is the user that we are: then we act for it. */
static int may_act(const struct call *call) {
    uint64_t id = call->asked->id;
    return is_our_user(call->thread) && ioctl(call->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0 ? 0 : EACCES;
}

/* The same, for what is made with a mode. */
static int may_make(const struct call *call) {
    mode_t mask;
    int error = read_umask(call->thread, &mask);
    if (error) return error;
    umask(mask);
    return may_act(call);
}

/* Something new of that name. `made_link`: it would be a symbolic one. */
static int judge_new(const struct place *place, int made_link) {
    if (protection_at(place) != FREE || (made_link && leads_to_protected(place->path, place->name))) return EACCES;
    return completes_repository(place->folder, place->path, place->name) ? settle_repository(place->folder, place->path) : 0;
}

static int on_open(const struct call *call, int from, uint64_t path, uint64_t flags, mode_t mode) {
    if (flags & O_PATH) return GO_ON;
    char text[PATH_MAX];
    struct place place = {.folder = -1};
    int makes = (flags & O_CREAT) != 0, is_new = 0;
    int follow = !(flags & O_NOFOLLOW) && !(makes && (flags & O_EXCL));
    int error = read_path(call->thread, path, text);
    if (!error) error = find_place(call->thread, from, text, follow, &place);
    if (!error) is_new = !exists(&place);
    if (!error && protection_at(&place) != FREE) error = makes || !is_new ? EACCES : ENOENT;
    if (!error && makes && is_new) error = judge_new(&place, 0);
    if (!error && is_memory(&place)) error = EACCES;
    if (!error && is_own_terminal(call, text, &place)) error = GO_ON;
    int has_mode = (makes && is_new) || (flags & O_TMPFILE) == O_TMPFILE;
    if (!error) error = has_mode ? may_make(call) : may_act(call);
    if (!error) error = open_for(call, &place, (int)flags, mode);
    leave_place(&place);
    return error;
}

/* `target`: of a symbolic link; else there is a mode. */
static int on_make(const struct call *call, int from, uint64_t path, mode_t mode, dev_t device, const char *target) {
    struct place place;
    int error = look(call->thread, from, path, 0, &place);
    if (!error) error = exists(&place) ? EEXIST : judge_new(&place, target != NULL);
    if (!error) error = target ? may_act(call) : may_make(call);
    if (!error && target) error = result(symlinkat(target, place.folder, place.asked));
    else if (!error && S_ISDIR(mode)) error = result(mkdirat(place.folder, place.asked, mode & 07777));
    else if (!error) error = result(mknodat(place.folder, place.asked, mode, device));
    leave_place(&place);
    return error;
}

static int on_symlink(const struct call *call, uint64_t target, int from, uint64_t path) {
    char text[PATH_MAX];
    int error = read_path(call->thread, target, text);
    return error ? error : on_make(call, from, path, 0, 0, text);
}

/* The configuration of git may go: that runs nothing. */
static int on_remove(const struct call *call, int from, uint64_t path, int flags) {
    struct place place;
    int error = look(call->thread, from, path, 0, &place);
    if (!error && place.name[0] == '\0') error = flags & AT_REMOVEDIR ? EINVAL : EISDIR;
    if (!error && protection_at(&place) == PROTECTED) error = exists(&place) ? EACCES : ENOENT;
    if (!error) error = may_act(call);
    if (!error) error = result(unlinkat(place.folder, place.asked, flags));
    leave_place(&place);
    return error;
}

static int on_truncate(const struct call *call, uint64_t path, off_t length) {
    struct place place;
    int error = look(call->thread, AT_FDCWD, path, 1, &place);
    if (!error && protection_at(&place) != FREE) error = exists(&place) ? EACCES : ENOENT;
    if (!error) error = may_act(call);
    if (!error) {
        int file = open_place(&place, O_WRONLY | O_NONBLOCK, 0);
        error = file < 0 || ftruncate(file, length) < 0 ? errno : 0;
        if (file >= 0) close(file);
    }
    leave_place(&place);
    return error;
}

static int link_place(const struct place *old, const struct place *new) {
    if (old->name[0] != '\0') return result(linkat(old->folder, old->asked, new->folder, new->asked, 0));
    char opened[64];
    snprintf(opened, sizeof(opened), "/proc/self/fd/%d", old->folder);
    return result(linkat(AT_FDCWD, opened, new->folder, new->asked, AT_SYMLINK_FOLLOW));
}

static int on_link(const struct call *call, const uint64_t arguments[5]) {
    struct place old, new = {.folder = -1};
    int by_file = (arguments[4] & AT_EMPTY_PATH) != 0;
    int error = look(call->thread, (int)arguments[0], arguments[1], (arguments[4] & AT_SYMLINK_FOLLOW) != 0, &old);
    if (error == ENOENT && by_file && old.folder < 0) error = find_open_file(call->thread, (int)arguments[0], &old);
    if (!error) error = look(call->thread, (int)arguments[2], arguments[3], 0, &new);
    if (!error) error = !exists(&old) ? ENOENT : exists(&new) ? EEXIST : 0;
    if (!error && protection_at(&old) != FREE) error = EACCES;
    if (!error) error = judge_new(&new, old.name[0] != '\0' && is_kind(&old, S_IFLNK));
    if (!error) error = may_act(call);
    if (!error) error = link_place(&old, &new);
    leave_place(&old);
    leave_place(&new);
    return error;
}

/* Whether what moves has, there or here, something in it that is protected, or becomes what it must not be. */
static int judge_move(const struct place *from, const struct place *to) {
    if (is_kind(from, S_IFLNK) && leads_to_protected(to->path, to->name)) return EACCES;
    if (carries_protected(from->folder, from->name, from->path, from->name)) return EACCES;
    if (carries_protected(from->folder, from->name, to->path, to->name)) return EACCES;
    if (completes_repository(to->folder, to->path, to->name)) {
        int error = settle_repository(to->folder, to->path);
        if (error) return error;
    }
    if (!is_git_folder(to->name) || is_git_folder(from->name) || !is_kind(from, S_IFDIR)) return 0;
    return settle_moved_repository(from, to);
}

static int move(const struct place *from, const struct place *to, unsigned flags) {
    if (from->name[0] == '\0' || to->name[0] == '\0') return EBUSY;
    if (!exists(from)) return ENOENT;
    if (flags & WHITEOUT) return EINVAL;
    enum protection away = protection_at(from), onto = protection_at(to);
    if (away == PROTECTED || onto == PROTECTED || makes_repository(from->folder, from->name)) return EACCES;
    int error = judge_move(from, to);
    if (error) return error;
    if (flags & EXCHANGE) {
        error = away != FREE || onto != FREE || makes_repository(to->folder, to->name) ? EACCES : judge_move(to, from);
        if (error) return error;
    } else if (onto == GIT_CONFIG) {
        return flags != 0 && exists(to) ? EEXIST : replace_config(from, to);
    }
    return result(syscall(SYS_renameat2, from->folder, from->asked, to->folder, to->asked, flags));
}

static int on_rename(const struct call *call, const uint64_t arguments[5]) {
    struct place from, to = {.folder = -1};
    int error = look(call->thread, (int)arguments[0], arguments[1], 0, &from);
    if (!error) error = look(call->thread, (int)arguments[2], arguments[3], 0, &to);
    if (!error) error = may_act(call);
    if (!error) error = move(&from, &to, (unsigned)arguments[4]);
    leave_place(&from);
    leave_place(&to);
    return error;
}

int decide(int listener, const struct seccomp_notif *asked) {
    const __u64 *of = asked->data.args;
    struct call call = {.listener = listener, .asked = asked, .thread = (pid_t)asked->pid};
    switch (asked->data.nr) {
#if defined(__x86_64__)
        case __NR_open: return on_open(&call, AT_FDCWD, of[0], of[1], (mode_t)of[2]);
        case __NR_creat: return on_open(&call, AT_FDCWD, of[0], O_CREAT | O_WRONLY | O_TRUNC, (mode_t)of[1]);
        case __NR_mkdir: return on_make(&call, AT_FDCWD, of[0], S_IFDIR | ((mode_t)of[1] & 07777), 0, NULL);
        case __NR_mknod: return S_ISDIR(of[1]) ? EPERM : on_make(&call, AT_FDCWD, of[0], (mode_t)of[1], (dev_t)of[2], NULL);
        case __NR_symlink: return on_symlink(&call, of[0], AT_FDCWD, of[1]);
        case __NR_unlink: return on_remove(&call, AT_FDCWD, of[0], 0);
        case __NR_rmdir: return on_remove(&call, AT_FDCWD, of[0], AT_REMOVEDIR);
        case __NR_link: return on_link(&call, (uint64_t[]){HERE, of[0], HERE, of[1], 0});
        case __NR_rename: return on_rename(&call, (uint64_t[]){HERE, of[0], HERE, of[1], 0});
#endif
#ifdef __NR_renameat
        case __NR_renameat: return on_rename(&call, (uint64_t[]){of[0], of[1], of[2], of[3], 0});
#endif
        case __NR_openat: return on_open(&call, (int)of[0], of[1], of[2], (mode_t)of[3]);
        case __NR_mkdirat: return on_make(&call, (int)of[0], of[1], S_IFDIR | ((mode_t)of[2] & 07777), 0, NULL);
        case __NR_mknodat: return S_ISDIR(of[2]) ? EPERM : on_make(&call, (int)of[0], of[1], (mode_t)of[2], (dev_t)of[3], NULL);
        case __NR_symlinkat: return on_symlink(&call, of[0], (int)of[1], of[2]);
        case __NR_unlinkat: return on_remove(&call, (int)of[0], of[1], (int)of[2]);
        case __NR_linkat: return on_link(&call, (uint64_t[]){of[0], of[1], of[2], of[3], of[4]});
        case __NR_renameat2: return on_rename(&call, (uint64_t[]){of[0], of[1], of[2], of[3], of[4]});
        case __NR_truncate: return on_truncate(&call, of[0], (off_t)of[1]);
        default: return EACCES;
    }
}
