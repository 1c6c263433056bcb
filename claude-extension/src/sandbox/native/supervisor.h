/* A process that looks at what the confined ones would make, change or remove, and refuses what is protected. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

/*
 * Starts it, outside of what confines this process later, and answers its end of a pair of sockets; -1 with errno set. It
 * keeps `ruleset`, for the little that it does itself, and calls `confine` with it before that. `argv`: of this program.
 */
int start_supervisor(int ruleset, void (*confine)(int ruleset), char **argv);

/* Lets it look at this process and all that it starts from now on. 0, or -1 with errno set: then nothing may be run. */
int come_under_supervision(int supervisor);

#endif
