/* Keeps configurations of git such that they run nothing. */
#ifndef CONFIG_KEEPER_H
#define CONFIG_KEEPER_H

#include "caller.h"

/*
 * Puts a file in the place of a configuration, when it is harmless. It is written anew: whoever has the file open for writing
 * has then another one. 0 or an error.
 */
int replace_config(const struct place *from, const struct place *to);

/* Before a folder becomes a repository: it must have no hooks, and its configuration, if any, is written anew. 0 or an error. */
int settle_repository(int folder, const char *path);

/* The same for one that is about to be called `.git`, unless it is one already. */
int settle_moved_repository(const struct place *from, const struct place *to);

#endif
