/* What becomes of a system call that the supervisor is asked about. */
#ifndef DECISION_H
#define DECISION_H

#include <linux/seccomp.h>

/* The kernel goes on with the call. */
#define GO_ON 0
/* It was done in the caller's place. */
#define DONE (-1)

/* What the decision needs of the world. */
struct supervisor {
    int listener;
    const struct seccomp_notif *asked; /* what is decided just now */
    int ruleset;
    void (*confine)(int ruleset);
};

/* GO_ON, DONE, or the error with which the call fails. */
int decide(const struct supervisor *supervisor, const struct seccomp_notif *asked);

#endif
