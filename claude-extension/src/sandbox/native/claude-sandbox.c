/*
 * Runs a command in a sandbox that it and everything it starts can never leave (Landlock and seccomp of Linux).
 *
 *   claude-sandbox --probe
 *   claude-sandbox --check-git-config FILE [PRESENT]
 *   claude-sandbox [--all PATH | --read PATH | --list PATH]... [--connect PORT]... [--no-unix-sockets] [--protect NAME]...
 *                  -- COMMAND [ARG]...
 *
 * --all      everything may be done with PATH and what is below it, as far as the user may
 * --read     PATH and what is below may be read and executed
 * --list     the names in PATH, and in the folders below it, may be listed
 * --connect  TCP connections go to this port (of any address) and to no port that is not named, and there is no other network;
 *            without it, everything can be reached
 * --no-unix-sockets  no Unix socket can be made but pairs of connected streams
 * --protect  a relative path, like `.claude/settings.json`: no such file or folder, wherever it is, is made, changed or removed, nor
 *            what is below it. `.git` stands for what git runs: hooks, and what programs its configuration names (supervisor.c)
 *
 * What no rule names cannot be opened. A rule whose PATH is gone, or has a link in it, is left out: that only takes away.
 * Processes outside get no signal, are not traced, and their abstract sockets are not reached, where the kernel can do that.
 *
 * --probe prints one line, `landlock=<version> seccomp=<0 or 1> supervised=<0 or 1> error=<errno>`; version 0 where there is
 * no Landlock. --check-git-config ends with 0 when FILE may take the place of PRESENT, else with 1 and a line that says why.
 *
 * Nothing is run where a step fails: exit code 78, with a line on standard error. 126 and 127 as shells have them: the
 * command cannot be executed, or is not there. The process keeps its id, since it becomes the command.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/capability.h>
#include "git-config.h"
#include "protected-paths.h"
#include "socket-filter.h"
#include "supervisor.h"

/* The numbers of the kernel's interface, which older headers lack. They are the same on every architecture. */
enum { NR_CREATE_RULESET = 444, NR_ADD_RULE = 445, NR_RESTRICT_SELF = 446 };
enum { NR_OPENAT2 = 437, NR_CLOSE_RANGE = 436 };

enum { RULE_PATH = 1, RULE_PORT = 2 };
#define CREATE_VERSION 1u
#define RESOLVE_WITHOUT_LINKS 4u /* RESOLVE_NO_SYMLINKS */
#define MARK_CLOSE_ON_EXEC 4u    /* CLOSE_RANGE_CLOEXEC */

#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_FIRST_VERSION ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)     /* from version 2 */
#define FS_TRUNCATE (1ull << 14)  /* from version 3 */
#define FS_IOCTL_DEV (1ull << 15) /* from version 5 */
#define FS_OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)
#define FS_READ (FS_EXECUTE | FS_READ_FILE | FS_READ_DIR)
#define NET_CONNECT_TCP (1ull << 1)     /* from version 4 */
#define SCOPE_ABSTRACT_SOCKET (1ull << 0) /* from version 6 */
#define SCOPE_SIGNAL (1ull << 1)          /* from version 6 */

enum { EXIT_NOT_CONFINED = 78, EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

struct ruleset {
    uint64_t fs;
    uint64_t net;
    uint64_t scoped;
};
struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));
struct port_rule {
    uint64_t allowed;
    uint64_t port;
};
struct how_to_open {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

static void fail(const char *what, const char *about) {
    fprintf(stderr, "claude-sandbox: %s%s%s: %s\n", what, about ? " " : "", about ? about : "", strerror(errno));
    exit(EXIT_NOT_CONFINED);
}

static void misuse(const char *why) {
    fprintf(stderr, "claude-sandbox: %s\n", why);
    exit(EXIT_NOT_CONFINED);
}

/* 0 with errno set where the kernel has no Landlock, or does not let us. */
static int landlock_version(void) {
    long version = syscall(NR_CREATE_RULESET, NULL, 0, CREATE_VERSION);
    return version < 0 ? 0 : (int)version;
}

/* What this kernel can deny. */
static struct ruleset all_of(int version, int with_ports) {
    struct ruleset handled = {.fs = FS_FIRST_VERSION};
    if (version >= 2) handled.fs |= FS_REFER;
    if (version >= 3) handled.fs |= FS_TRUNCATE;
    if (version >= 5) handled.fs |= FS_IOCTL_DEV;
    if (version >= 4 && with_ports) handled.net = NET_CONNECT_TCP;
    if (version >= 6) handled.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    return handled;
}

static int make_ruleset(const struct ruleset *handled, int version) {
    size_t size = version >= 6 ? sizeof(*handled) : version >= 4 ? offsetof(struct ruleset, scoped) : sizeof(handled->fs);
    int ruleset = (int)syscall(NR_CREATE_RULESET, handled, size, 0);
    if (ruleset < 0) fail("cannot make a ruleset", NULL);
    return ruleset;
}

/* -1 for what is gone, and for what is reached by a link: links can be changed by whoever is to be confined. */
static int open_rule_path(const char *path) {
    struct how_to_open how = {.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW, .resolve = RESOLVE_WITHOUT_LINKS};
    int opened = (int)syscall(NR_OPENAT2, AT_FDCWD, path, &how, sizeof(how));
    if (opened < 0 && errno == ENOSYS) opened = open(path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
    if (opened < 0 && errno != ENOENT && errno != ELOOP && errno != ENOTDIR && errno != EACCES) {
        fail("cannot look at", path);
    }
    return opened;
}

static void allow_path(int ruleset, const char *path, uint64_t rights) {
    int parent = open_rule_path(path);
    if (parent < 0) return;
    struct stat status;
    if (fstat(parent, &status) < 0) fail("cannot look at", path);
    struct path_rule rule = {.allowed = S_ISDIR(status.st_mode) ? rights : rights & FS_OF_FILES, .parent = parent};
    if (!S_ISLNK(status.st_mode) && rule.allowed != 0 && syscall(NR_ADD_RULE, ruleset, RULE_PATH, &rule, 0) < 0) {
        fail("cannot allow", path);
    }
    close(parent);
}

static void allow_port(int ruleset, const char *text) {
    char *end;
    unsigned long port = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || port > 65535) misuse("a port must be a number from 0 to 65535");
    struct port_rule rule = {.allowed = NET_CONNECT_TCP, .port = port};
    if (syscall(NR_ADD_RULE, ruleset, RULE_PORT, &rule, 0) < 0) fail("cannot allow port", text);
}

#define KEEP(capability) (1ull << (capability))

/*
 * Where Dispatch runs as root: what is kept is what root has in a container, but for making devices. With the others one
 * could read the disk, the memory of processes (CAP_PERFMON opens /proc/PID/environ past Landlock) or change the kernel.
 */
static const uint64_t KEPT_CAPABILITIES =
    KEEP(CAP_CHOWN) | KEEP(CAP_DAC_OVERRIDE) | KEEP(CAP_FOWNER) | KEEP(CAP_FSETID) | KEEP(CAP_KILL) | KEEP(CAP_SETGID) |
    KEEP(CAP_SETUID) | KEEP(CAP_SETPCAP) | KEEP(CAP_NET_BIND_SERVICE) | KEEP(CAP_NET_RAW) | KEEP(CAP_SYS_CHROOT) |
    KEEP(CAP_AUDIT_WRITE) | KEEP(CAP_SETFCAP);

static void give_up_capabilities(void) {
    for (unsigned long capability = 0; capability < 64; capability++) {
        if (KEPT_CAPABILITIES & KEEP(capability)) continue;
        /* EPERM: an ordinary user, who has none to give up; EINVAL: this kernel has not got that one */
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EPERM && errno != EINVAL) {
            fail("cannot give up capabilities", NULL);
        }
    }
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2];
    if (syscall(SYS_capget, &header, sets) < 0) fail("cannot look at capabilities", NULL);
    for (int half = 0; half < 2; half++) {
        uint32_t kept = (uint32_t)(KEPT_CAPABILITIES >> (32 * half));
        sets[half].effective &= kept;
        sets[half].permitted &= kept;
        sets[half].inheritable &= kept;
    }
    if (syscall(SYS_capset, &header, sets) < 0) fail("cannot give up capabilities", NULL);
}

static void give_up_privileges(void) {
    give_up_capabilities();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) fail("cannot give up privileges", NULL);
}

/* From here on. */
static void confine(int ruleset) {
    give_up_privileges();
    if (syscall(NR_RESTRICT_SELF, ruleset, 0) < 0) fail("cannot confine", NULL);
}

/* Whether a process that is supervised is refused what is protected, and nothing else. */
static int is_supervised(char **argv) {
    if (protect("null") < 0) return 0;
    pid_t child = fork();
    if (child == 0) {
        give_up_privileges();
        int supervisor = start_supervisor(argv);
        int under = supervisor >= 0 && come_under_supervision(supervisor) == 0;
        _exit(!(under && open("/dev/zero", O_WRONLY) >= 0 && open("/dev/null", O_WRONLY) < 0 && errno == EACCES));
    }
    int status = 1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* Does it, so that what it says is certain; this process ends anyway. */
static int probe(char **argv) {
    int version = landlock_version();
    int error = version ? 0 : errno;
    int seccomp = 0;
    int supervised = is_supervised(argv);
    if (version) {
        struct ruleset handled = all_of(version, 0);
        int ruleset = make_ruleset(&handled, version);
        give_up_privileges();
        if (syscall(NR_RESTRICT_SELF, ruleset, 0) < 0) {
            error = errno;
            version = 0;
        }
    }
    seccomp = can_limit_sockets();
    printf("landlock=%d seccomp=%d supervised=%d error=%d\n", version, seccomp, supervised, error);
    return 0;
}

static uint64_t rights_of(const char *option, const struct ruleset *handled) {
    if (strcmp(option, "--all") == 0) return handled->fs;
    if (strcmp(option, "--read") == 0) return FS_READ;
    if (strcmp(option, "--list") == 0) return FS_READ_DIR;
    return 0;
}

/* Adds the rules of the arguments. Answers where the command stands in them. */
static int add_rules(int ruleset, const struct ruleset *handled, int *unix_sockets, char **argv) {
    int at = 1;
    for (; argv[at] && strcmp(argv[at], "--") != 0; at++) {
        const char *option = argv[at];
        if (strcmp(option, "--no-unix-sockets") == 0) {
            *unix_sockets = 0;
            continue;
        }
        const char *value = argv[++at];
        if (value && strcmp(option, "--protect") == 0) {
            if (protect(value) < 0) misuse("what is protected must be a relative path");
            continue;
        }
        uint64_t rights = rights_of(option, handled);
        if (!value || (!rights && strcmp(option, "--connect") != 0)) misuse("the arguments are not understood");
        if (rights) {
            allow_path(ruleset, value, rights);
        } else if (handled->net) {
            allow_port(ruleset, value);
        }
    }
    if (!argv[at] || !argv[at + 1]) misuse("there is no command");
    return at + 1;
}

static int has_ports(char **argv) {
    for (int at = 1; argv[at] && strcmp(argv[at], "--") != 0; at++) {
        if (strcmp(argv[at], "--connect") == 0) return 1;
    }
    return 0;
}

static char *read_whole(const char *path, size_t *bytes) {
    FILE *file = fopen(path, "re");
    char *text = malloc(MOST_OF_CONFIG + 1);
    if (!file || !text) fail("cannot read", path);
    *bytes = fread(text, 1, MOST_OF_CONFIG + 1, file);
    fclose(file);
    return text;
}

static int check_config(const char *file, const char *present) {
    char why[128];
    size_t bytes, present_bytes = 0;
    char *text = read_whole(file, &bytes), *before = present ? read_whole(present, &present_bytes) : NULL;
    if (check_git_config(text, bytes, before, present_bytes, 0, why) == 0) return 0;
    puts(why);
    return 1;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--probe") == 0) return probe(argv);
    if ((argc == 3 || argc == 4) && strcmp(argv[1], "--check-git-config") == 0) return check_config(argv[2], argv[3]);
    int version = landlock_version();
    if (!version) fail("this kernel has no Landlock", NULL);
    int with_ports = has_ports(argv);
    if (with_ports && version < 4) misuse("this kernel cannot say where connections may go");
    struct ruleset handled = all_of(version, with_ports);
    int ruleset = make_ruleset(&handled, version);
    int unix_sockets = 1;
    char **command = argv + add_rules(ruleset, &handled, &unix_sockets, argv);
    confine(ruleset);
    int supervisor = protects_anything() ? start_supervisor(argv) : -1;
    if (protects_anything() && supervisor < 0) fail("cannot start its supervisor", NULL);
    /* once more: the supervisor stays above, where no command reaches it */
    if (supervisor >= 0) confine(ruleset);
    if (limit_sockets(unix_sockets, with_ports) < 0) fail("cannot limit sockets", NULL);
    if (supervisor >= 0 && come_under_supervision(supervisor) < 0) fail("cannot be supervised", NULL);
    /* an open file is a way past every rule; where the call is not there, Node has marked its own */
    syscall(NR_CLOSE_RANGE, 3u, ~0u, MARK_CLOSE_ON_EXEC);
    execvp(command[0], command);
    int missing = errno == ENOENT;
    fprintf(stderr, "claude-sandbox: %s: %s\n", command[0], strerror(errno));
    return missing ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}
