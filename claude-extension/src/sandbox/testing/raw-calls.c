/*
 * System calls as no shell makes them, in the working folder, which is a repository. Prints a line for each: what it tried, and the
 * name of the error, or `done`.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long result) {
    printf("%s: %s\n", what, result < 0 ? strerrorname_np(errno) : "done");
}

static void *in_a_thread(void *path) {
    say("in a thread", open(path, O_CREAT | O_WRONLY, 0600));
    return NULL;
}

static char swapped[64];
static volatile int is_swapping = 1;

static void *swap(void *between) {
    while (is_swapping) {
        strcpy(swapped, ((const char **)between)[0]);
        strcpy(swapped, ((const char **)between)[1]);
    }
    return NULL;
}

/* A second thread changes the path all the time; what could be opened is then seen by its name. */
static void race(const char *what, const char *with, int tries) {
    char target[4096];
    snprintf(target, sizeof(target), "%s", ".mcp.json");
    const char *between[] = {with, target};
    pthread_t thread;
    is_swapping = 1;
    pthread_create(&thread, NULL, swap, between);
    for (int each = 0; each < tries; each++) {
        int file = open(swapped, O_CREAT | O_WRONLY, 0600);
        if (file >= 0) close(file);
    }
    is_swapping = 0;
    pthread_join(thread, NULL);
    say(what, access(target, F_OK));
}

static void nothing(int number) {
    (void)number;
}

/* In a user namespace, where there is one; elsewhere nobody could. */
static void trees_of_mounts(void) {
    pid_t child = fork();
    if (child == 0) {
        (void)unshare(CLONE_NEWUSER | CLONE_NEWNS);
        say("a tree of mounts", syscall(428, AT_FDCWD, ".", 1 /* OPEN_TREE_CLONE */));
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

static void limits(void) {
    struct rlimit limit;
    say("limits are read", prlimit(getpid(), RLIMIT_CORE, NULL, &limit));
    say("limits of its own", prlimit(0, RLIMIT_CORE, &limit, NULL));
    say("limits of another process", prlimit(getppid(), RLIMIT_CORE, &limit, NULL));
}

/* Of any process: its own, the one that looks after it... */
static void memory(void) {
    int opened = -1;
    char path[64];
    for (int process = 1; process < 1 << 16 && opened < 0; process++) {
        snprintf(path, sizeof(path), "/proc/%d/mem", process);
        int known = open(path, O_PATH);
        if (known < 0) continue;
        opened = open(path, O_RDWR);
        snprintf(path, sizeof(path), "/proc/self/fd/%d", known);
        if (opened < 0) opened = open(path, O_RDWR);
        close(known);
    }
    errno = EACCES;
    say("memory of a process", opened);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    const char *hook = ".git/hooks/raw";
    uint64_t how[3] = {O_CREAT | O_WRONLY, 0600, 0};
    say("openat2", syscall(437, AT_FDCWD, hook, how, sizeof(how)));
    say("io_uring", syscall(425, 1, NULL));
    say("a file by its handle", syscall(SYS_open_by_handle_at, AT_FDCWD, how, O_WRONLY));
    /* what another file system would take for a request to make a name; FICLONE is none */
    say("a snapshot", ioctl(open(".", O_RDONLY), 0x50009417ul, how));
    say("no snapshot", ioctl(open(".", O_RDONLY), 0x40049409ul, -1));
    say("a path of NULL", syscall(SYS_openat, AT_FDCWD, NULL, O_CREAT | O_WRONLY, 0600));
    say("a path that is no memory", syscall(SYS_mkdirat, AT_FDCWD, 16, 0700));
    say("an empty path", open("", O_CREAT | O_WRONLY, 0600));
    say("a folder that is not open", openat(777, "x", O_CREAT | O_WRONLY, 0600));
    say("a folder that is a file", openat(open("file", O_RDONLY), "x", O_CREAT | O_WRONLY, 0600));

    char longest[2 * 4096];
    memset(longest, 'x', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    say("a name that is too long", mkdir(longest + sizeof(longest) - 300, 0700));
    say("a path that is too long", mkdir(longest, 0700));
    for (size_t at = 0; at + 1 < 4080; at += 2) memcpy(longest + at, "./", 2);
    strcpy(longest + 4070, ".git/hooks/long");
    say("a long path to a hook", open(longest, O_CREAT | O_WRONLY, 0600));
    strcpy(longest + 4070, "long");
    say("a long path", open(longest, O_CREAT | O_WRONLY, 0600));
    say("no UTF-8", open("\xff\xfe\x80", O_CREAT | O_WRONLY, 0600));

    /* the path ends where its page does */
    char *pages = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(pages + 4096, 4096);
    say("a path at the end of memory", open(strcpy(pages + 4096 - sizeof("at-end"), "at-end"), O_CREAT | O_WRONLY, 0600));
    say("a hook at the end of memory", open(strcpy(pages + 4096 - sizeof(".mcp.json"), ".mcp.json"), O_CREAT | O_WRONLY, 0600));
    memset(pages + 4096 - 8, 'x', 8);
    say("a path that does not end", open(pages + 4096 - 8, O_CREAT | O_WRONLY, 0600));

    int nameless = open(".", O_TMPFILE | O_WRONLY, 0600);
    say("a file without a name", nameless);
    char link[64];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", nameless);
    say("it becomes a hook", linkat(AT_FDCWD, link, AT_FDCWD, ".git/hooks/nameless", AT_SYMLINK_FOLLOW));
    say("it becomes a hook by its number", linkat(nameless, "", AT_FDCWD, ".git/hooks/nameless", AT_EMPTY_PATH));
    say("it becomes a file", linkat(AT_FDCWD, link, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
    int hooks = open(".git/hooks", O_RDONLY | O_DIRECTORY);
    say("below a folder that is open", openat(hooks, "x", O_CREAT | O_WRONLY, 0600));
    say("from it and back", openat(hooks, "../../beside", O_CREAT | O_WRONLY, 0600));
    say("the names are exchanged", syscall(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, ".git/config", 2));
    say("a file for reading is opened again", openat(AT_FDCWD, (snprintf(link, sizeof(link), "/proc/thread-self/fd/%d", open(".git/config", O_RDONLY)), link), O_WRONLY));

    say("a link by a number, with a path", linkat(hooks, "nowhere/x", AT_FDCWD, "linked-x", AT_EMPTY_PATH));
    say("a volume of btrfs", ioctl(hooks, 0x5000940eul, longest));
    trees_of_mounts();
    limits();
    memory();

    pthread_t thread;
    pthread_create(&thread, NULL, in_a_thread, ".git/hooks/thread");
    pthread_join(thread, NULL);

    race("swapped for another file", "other", 20000);
    race("swapped for a device", "/dev/null", 20000);

    /* signals that come all the time; a call that waits for its answer begins again */
    signal(SIGALRM, nothing);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 500}, {0, 500}}, NULL);
    int interrupted = 0;
    for (int each = 0; each < 500; each++) {
        int file = open("again", O_CREAT | O_WRONLY, 0600);
        if (file < 0) interrupted++;
        else close(file);
    }
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
    errno = EINTR;
    say("among signals", interrupted ? -1 : 0);

    /* whoever ends in the middle of a call leaves the others alone */
    for (int each = 0; each < 50; each++) {
        pid_t child = fork();
        if (child == 0) for (;;) mkdir("gone/nowhere", 0700);
        usleep(1000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    say("after others were ended", open("after", O_CREAT | O_WRONLY, 0600));
    prctl(PR_SET_DUMPABLE, 0);
    /* root may look, where it has the right to trace */
    if (geteuid() != 0) say("where it lets nobody look", open("unseen", O_CREAT | O_WRONLY, 0600));
    return 0;
}
