/*
 * The process level: no namespaces, but still limits, Landlock and the system call filter, and a
 * parent that outlives the program just long enough to take down everything it started. The node
 * holds the other end of our standard input: when that closes, however it does, all is over.
 */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the node may write to our standard input; they reach the program and its group. */
#define PLAIN_STOP 's'
#define PLAIN_CONTINUE 'c'

/* Never returns. What the kernel lacks is passed over: this level promises only what it can. */
static void become(const struct plain *plain) {
    signals_restore();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    setsid();
    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    if (plain->log_fd > 0) dup2(STDOUT_FILENO, plain->log_fd);
    confine_limits();
    confine_scheduling();
    confine_memory(plain->data_mb);
    landlock_restrict(plain->readable, plain->readable_count, plain->writable,
            plain->writable_count);
    confine_capabilities();
    confine_system_calls();
    execv(plain->program[0], plain->program);
    perror(plain->program[0]);
    _exit(127);
}

/* Kills all children until none is left; those of the dead become ours, being their reaper. */
static void kill_all(void) {
    for (;;) {
        FILE *children = fopen("/proc/thread-self/children", "re");
        for (int child; children != NULL && fscanf(children, "%d", &child) == 1;) {
            kill(child, SIGKILL);
        }
        if (children != NULL) fclose(children);
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) return;
    }
}

/* Ends as the program did, so that the node sees its code or signal. */
static int end_as(int status) {
    if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
    struct rlimit none = {0};
    setrlimit(RLIMIT_CORE, &none);
    signal(WTERMSIG(status), SIG_DFL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    raise(WTERMSIG(status));
    return 128 + WTERMSIG(status);
}

/* Reaps until the program has ended; true when its status is known. */
static bool ended(pid_t program, int *status) {
    pid_t child;
    int other;
    while ((child = waitpid(-1, &other, WNOHANG)) > 0) {
        if (child != program) continue;
        *status = other;
        return true;
    }
    return false;
}

static int supervise(pid_t program, int signals) {
    struct pollfd watched[] = {
        {.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    int status = SIGKILL;
    for (;;) {
        if (poll(watched, 2, -1) < 0) continue;
        struct signalfd_siginfo facts;
        if (watched[1].revents && read(signals, &facts, sizeof facts) > 0) {
            if (facts.ssi_signo == SIGTERM) kill(program, SIGTERM);
            if (ended(program, &status)) break;
        }
        char order = 0;
        if (watched[0].revents && read(STDIN_FILENO, &order, 1) <= 0) break;
        if (order == PLAIN_STOP) kill(-program, SIGSTOP);
        if (order == PLAIN_CONTINUE) kill(-program, SIGCONT);
    }
    kill_all();
    return end_as(status);
}

int plain_run(const struct plain *plain) {
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGCHLD);
    sigaddset(&ours, SIGTERM);
    sigprocmask(SIG_BLOCK, &ours, NULL);
    int signals = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    signal(SIGINT, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    pid_t program = fork();
    if (program == 0) become(plain);
    if (program < 0) return 126;
    close(STDOUT_FILENO); /* the output ends with the program, not with us */
    close(STDERR_FILENO);
    return supervise(program, signals);
}
