/* Which sockets can be made. */
#ifndef SOCKET_FILTER_H
#define SOCKET_FILTER_H

/* Whether this machine can limit them at all. */
int can_limit_sockets(void);

/* Adds the filter, where one is needed. `only_tcp`: what Landlock sees. 0, or -1 with errno set. */
int limit_sockets(int unix_sockets, int only_tcp);

#endif
