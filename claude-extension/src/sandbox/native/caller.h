/* What a process that is waiting in a system call has given to it: paths, and where they lead for that process. */
#ifndef CALLER_H
#define CALLER_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * A folder, opened as O_PATH, its real path, and a name in it, which may not be there and is no link that is to be followed. Without
 * a name: what was opened itself. `asked`: the name as it was asked for, with a slash at its end if there was one.
 */
struct place {
    int folder;
    char path[PATH_MAX];
    char name[NAME_MAX + 1];
    char asked[NAME_MAX + 2];
};

/* Reads a path of at most PATH_MAX bytes. 0, or the error that the kernel would give; EACCES where we may not look. */
int read_path(pid_t thread, uint64_t address, char *path);

/* The mask for the modes of what the thread makes. 0, or EACCES. */
int read_umask(pid_t thread, mode_t *mask);

/* Whether the thread is of the user that we are. */
int is_our_user(pid_t thread);

/* Where a path leads, from the folder `from` of the thread or AT_FDCWD; a last link is followed or not. 0 or an error as above. */
int find_place(pid_t thread, int from, const char *path, int follow, struct place *place);

/* The same for an open file of the thread. */
int find_open_file(pid_t thread, int file, struct place *place);

void leave_place(struct place *place);

#endif
