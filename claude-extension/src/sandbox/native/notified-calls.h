/* Which system calls the supervisor is asked about, and the filter that asks. */
#ifndef NOTIFIED_CALLS_H
#define NOTIFIED_CALLS_H

/* Adds the filter to this process. Answers where the questions come, or -1 with errno set. */
int install_notify_filter(void);

#endif
