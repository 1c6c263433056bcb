/* What is protected: files and folders that decide what runs later, wherever they are. */
#ifndef PROTECTED_PATHS_H
#define PROTECTED_PATHS_H

enum protection {
    FREE,
    /* nothing may make, change or remove it, nor what is below */
    PROTECTED,
    /* a configuration of git: may be removed, and replaced by one that runs nothing */
    GIT_CONFIG
};

/* The name under which a configuration of git is written anew: it is protected as well, wherever it is. */
#define BEING_WRITTEN ".config.being-written"

/* Adds a relative path, like `.claude/settings.json`; `.git` stands for what git runs. 0, or -1 when it is none. */
int protect(const char *path);

/* Whether anything was added. */
int protects_anything(void);

/* For `name` in the folder that is opened as `folder` (O_PATH) and has the real path `path`. The name may be empty: the folder itself. */
enum protection protection_of(int folder, const char *path, const char *name);

/* Whether it has a name that is the beginning of something protected, like `.claude`: then it must not be a link. */
int leads_to_protected(const char *path, const char *name);

/* Whether a folder that is moved from, or to, that place has something in it that is protected there. `moved_to`: as above. */
int carries_protected(int folder, const char *name, const char *path_there, const char *name_there);

/* Whether a folder becomes a repository of git when it gets something of that name. */
int completes_repository(int folder, const char *path, const char *name);

/* Whether that name is one of those by which the folder is a repository of git. */
int makes_repository(int folder, const char *name);

/* Whether git would find hooks in that folder, were it a repository; also when that cannot be said. */
int has_hooks(int folder);

/* Whether a name is that of a `.git`, and git is protected. */
int is_git_folder(const char *name);

/* How many folders a repository at that path is below the one in which its files are; 0 where that is not known. */
int depth_in_repository(const char *path);

#endif
