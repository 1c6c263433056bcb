/* A process that does what the confined ones would make, change or remove, and refuses what is protected. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

/*
 * Starts it, confined as this process is now, and answers its end of a pair of sockets; -1 with errno set. This process must
 * confine itself once more, so that it cannot reach it. `argv`: of this program.
 */
int start_supervisor(char **argv);

/* Lets it look at this process and all that it starts from now on. 0, or -1 with errno set: then nothing may be run. */
int come_under_supervision(int supervisor);

#endif
