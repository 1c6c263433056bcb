/* Opens files in the place of a caller. */
#ifndef OPEN_FILE_H
#define OPEN_FILE_H

#include "caller.h"
#include <linux/seccomp.h>

/* A call that is answered just now. */
struct call {
    int listener;
    const struct seccomp_notif *asked;
    pid_t thread;
};

/* Whether a path is that of a thread's own terminal, which nobody can open for it. */
int is_own_terminal(const struct call *call, const char *path, const struct place *place);

/*
 * Whether it is the memory of a process, in /proc: what can be opened depends on who opens it, and we could give away our own, or
 * that of a process that the caller may not trace.
 */
int is_memory(const struct place *place);

/* Opens what is there, or makes it, and follows no link. -1 with errno set. */
int open_place(const struct place *place, int flags, mode_t mode);

/* The same for a caller, which gets the file. ANSWERED or an error. */
int open_for(const struct call *call, const struct place *place, int flags, mode_t mode);

#endif
