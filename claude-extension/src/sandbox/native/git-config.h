/* Whether a configuration of git names a program that git would run. */
#ifndef GIT_CONFIG_H
#define GIT_CONFIG_H

#include <stddef.h>

/* The most that is looked at, in bytes; what is longer is refused. */
#define MOST_OF_CONFIG (1u << 20)

/*
 * 0 when the configuration `fresh` may take the place of `present` (NULL: there is none): each of its entries is known to run
 * nothing, or stands in `present` with the same value. `depth`: how many folders the repository is below the one in which its
 * files may be (`core.worktree`), 0 where that is not known. Otherwise -1, and `why` (at least 128 bytes) says what is in the way.
 */
int check_git_config(const char *fresh, size_t fresh_bytes, const char *present, size_t present_bytes, int depth, char *why);

#endif
