/* What becomes of a system call that the supervisor is asked about. */
#ifndef DECISION_H
#define DECISION_H

#include <linux/seccomp.h>

/* The kernel goes on with the call. */
#define GO_ON (-1)
/* A file was opened in the caller's place, which has it already. */
#define ANSWERED (-2)

/* GO_ON, ANSWERED, 0 when it was done in the caller's place, or the error with which the call fails. */
int decide(int listener, const struct seccomp_notif *asked);

#endif
