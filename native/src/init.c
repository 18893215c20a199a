/* Inside a sandbox: builds it, gives up every privilege, then starts programs and reaps them. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_PROGRAMS 64
#define PASTA_MILLIS 5000
#define LOG_FD 3
#define FAR 64
#define SHARED_MEMORY_BYTES (64L << 20)

/* What was started and not yet reaped; pid 0 marks a free place. */
static struct program {
    long index; /* the node's name for it */
    pid_t pid;
} programs[MAX_PROGRAMS];

static struct frame frame;

static void fail(int channel, const char *where) {
    char text[512];
    snprintf(text, sizeof text, "%s: %s", where, strerror(errno));
    frame_begin(&frame, "failed");
    frame_add(&frame, text);
    packet_send(channel, &frame, NULL, 0);
    _exit(1);
}

static void await_monitor(int channel) {
    int fds[MAX_PORTS];
    int count;
    if (!packet_receive(channel, &frame, fds, &count)) _exit(1);
}

/* Tells the monitor how far we are and waits for its part. */
static void meet(int channel, const char *word) {
    frame_begin(&frame, word);
    packet_send(channel, &frame, NULL, 0);
    await_monitor(channel);
}

/*
 * This process can be asked to end all others also when a thousand of them want the processor. Only
 * root may have it so; elsewhere it waits for its turn.
 */
static void take_precedence(void) {
    setpriority(PRIO_PROCESS, 0, -20);
}

static void die_with_monitor(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/* As root of the host: everything that needs it, then never again. */
static void drop_to_sandbox_user(const struct config *config, int channel) {
    if (setgroups(0, NULL) != 0) fail(channel, "setgroups");
    if (setresgid(config->host_uid, config->host_uid, config->host_uid) != 0) {
        fail(channel, "setresgid");
    }
    if (setresuid(config->host_uid, config->host_uid, config->host_uid) != 0) {
        fail(channel, "setresuid");
    }
    if (unshare(CLONE_NEWUSER) != 0) fail(channel, "unshare user");
    meet(channel, "map");
    die_with_monitor(); /* the change of user cleared it */
}

/* No automatic IPv6 address: only IPv4 is routed and filtered. Absent where the kernel has no IPv6. */
static void no_link_local(void) {
    write_text("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
}

/* System V segments that nobody has attached show in no process: they get little, where the kernel lets us. */
static void bound_shared_memory(void) {
    char pages[24];
    snprintf(pages, sizeof pages, "%ld", SHARED_MEMORY_BYTES / sysconf(_SC_PAGESIZE));
    write_text("/proc/sys/kernel/shmall", pages);
}

static void build_network(const struct config *config, int channel) {
    if (network_loopback_up() != 0) fail(channel, "loopback");
    no_link_local();
    bound_shared_memory();
    meet(channel, "network");
    if (config->veth != NULL
            && network_configure_sandbox(config->sandbox_address, config->host_address) != 0) {
        fail(channel, "network");
    }
    if (config->pasta != NULL && !network_await_route(PASTA_MILLIS)) fail(channel, "pasta");
}

/* The monitor counts our memory where no control group does: by our view of /proc. */
static void show_processes(int channel) {
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) fail(channel, "/proc");
    frame_begin(&frame, "processes");
    packet_send(channel, &frame, &proc, 1);
    close(proc);
}

static void listen_for_node(const struct config *config, int channel) {
    int fds[MAX_PORTS];
    for (int i = 0; i < config->port_count; i++) {
        fds[i] = network_listen(&config->ports[i]);
        if (fds[i] < 0) fail(channel, "listen");
    }
    frame_begin(&frame, "listening");
    packet_send(channel, &frame, fds, config->port_count);
    for (int i = 0; i < config->port_count; i++) close(fds[i]);
}

/* Nothing to read; both outputs and framed logs into one pipe, so that their order is kept. */
static void connect_output(int pipe, bool framed) {
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(pipe, STDOUT_FILENO);
    dup2(pipe, STDERR_FILENO);
    if (framed) dup2(STDOUT_FILENO, LOG_FD);
}

/* In the child: becomes the program. Never returns; an exec that fails is told to the node. */
static void become(struct frame *order, int pipe, int channel) {
    char **words = order->words;
    long index = atol(words[1]);
    int arguments = atoi(words[5]);
    int variables = order->count - 6 - arguments;
    char *argv[MAX_WORDS + 1] = {0};
    char *envp[MAX_WORDS + 1] = {0};
    memcpy(argv, words + 6, sizeof(char *) * (size_t) arguments);
    memcpy(envp, words + 6 + arguments, sizeof(char *) * (size_t) variables);

    setpriority(PRIO_PROCESS, 0, 0); /* ours is not a program's */
    signals_restore();
    setsid();
    /* The channel may stand where framed logs belong: it moves out of the way first. */
    int report = fcntl(channel, F_DUPFD_CLOEXEC, FAR);
    connect_output(fcntl(pipe, F_DUPFD_CLOEXEC, FAR), strcmp(words[2], "1") == 0);
    umask(022);
    if (confine_memory(atoi(words[4])) == 0 && chdir(words[3]) == 0) execve(argv[0], argv, envp);
    int why = errno;
    frame_begin(&frame, "unstarted");
    frame_add_number(&frame, index);
    frame_add(&frame, strerror(why));
    packet_send(report, &frame, NULL, 0);
    _exit(127);
}

static struct program *program_with(pid_t pid) {
    for (int i = 0; i < MAX_PROGRAMS; i++) {
        if (programs[i].pid == pid) return &programs[i];
    }
    return NULL;
}

static void tell_exit(long index, int status, int channel) {
    frame_begin(&frame, "exited");
    frame_add_number(&frame, index);
    frame_add_number(&frame, status);
    packet_send(channel, &frame, NULL, 0);
}

/* start <index> <framed> <directory> <data MB> <argument count> <arguments…> <environment…>, with a pipe. */
static void start(struct frame *order, const int *fds, int fd_count, int channel) {
    if (order->count < 7 || fd_count != 1) return;
    if (atoi(order->words[5]) < 1 || atoi(order->words[5]) > order->count - 6) return;
    struct program *place = program_with(0);
    pid_t child = place == NULL ? -1 : fork();
    if (child == 0) become(order, fds[0], channel);
    if (child > 0) {
        place->index = atol(order->words[1]);
        place->pid = child;
    } else {
        tell_exit(atol(order->words[1]), 126 << 8, channel);
    }
    close(fds[0]);
}

/* signal <index> <number>; SIGKILL goes to all of the program's process group. */
static void deliver(const struct frame *order) {
    if (order->count != 3) return;
    for (int i = 0; i < MAX_PROGRAMS; i++) {
        if (programs[i].pid == 0 || programs[i].index != atol(order->words[1])) continue;
        int number = atoi(order->words[2]);
        /* By itself too: it may not have come to lead its group yet. */
        if (number == SIGKILL) kill(-programs[i].pid, number);
        kill(programs[i].pid, number);
    }
}

static void reaped(pid_t child, int status, int channel) {
    struct program *program = program_with(child);
    if (program == NULL) return; /* an orphan of a program */
    program->pid = 0;
    tell_exit(program->index, status, channel);
}

static void reap(int channel) {
    int status;
    pid_t child;
    while ((child = waitpid(-1, &status, WNOHANG)) > 0) reaped(child, status, channel);
}

/*
 * Ends everything in the sandbox but this process, whatever group or session it moved to, and waits
 * for the last of it. One call reaches all: the kernel lets no fork complete beside it.
 */
static void sweep(int channel) {
    kill(-1, SIGKILL);
    int status;
    pid_t child;
    while ((child = waitpid(-1, &status, 0)) > 0 || errno == EINTR) {
        if (child > 0) reaped(child, status, channel);
    }
}

static void reset(int channel) {
    sweep(channel);
    frame_begin(&frame, "done");
    packet_send(channel, &frame, NULL, 0);
}

/* connect <port>: a connection to what listens there, for the node. */
static void connect_for_node(const struct frame *order, int channel) {
    int fd = order->count == 2 ? network_connect(atoi(order->words[1])) : -1;
    int why = errno;
    frame_begin(&frame, fd < 0 ? "failed" : "connected");
    if (fd < 0) frame_add(&frame, strerror(why));
    packet_send(channel, &frame, &fd, fd < 0 ? 0 : 1);
    if (fd >= 0) close(fd);
}

static void serve(int channel, int signals) {
    struct pollfd watched[] = {{.fd = channel, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    for (;;) {
        if (poll(watched, 2, -1) < 0) continue;
        if (watched[1].revents & POLLIN) {
            struct signalfd_siginfo facts;
            if (read(signals, &facts, sizeof facts) > 0) reap(channel);
        }
        if (watched[0].revents == 0) continue;
        int fds[MAX_PORTS];
        int count;
        if (!packet_receive(channel, &frame, fds, &count)) _exit(0);
        if (strcmp(frame.words[0], "start") == 0) start(&frame, fds, count, channel);
        if (strcmp(frame.words[0], "signal") == 0) deliver(&frame);
        if (strcmp(frame.words[0], "stop") == 0) kill(-1, SIGSTOP);
        if (strcmp(frame.words[0], "continue") == 0) kill(-1, SIGCONT);
        if (strcmp(frame.words[0], "connect") == 0) connect_for_node(&frame, channel);
        if (strcmp(frame.words[0], "reset") == 0) reset(channel);
        if (strcmp(frame.words[0], "sweep") == 0) sweep(channel);
    }
}

static void build(const struct config *config, int channel) {
    const char *where;
    die_with_monitor();
    take_precedence();
    for (int i = 0; i < config->cgroup_count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/cgroup.procs", config->cgroups[i]);
        if (write_text(path, "0") != 0) fail(channel, path);
    }
    if (unshare(CLONE_NEWCGROUP) != 0) fail(channel, "unshare cgroup");
    build_network(config, channel);
    if (mounts_build_root(config, &where) != 0) fail(channel, where);
    if (sethostname("sandbox", strlen("sandbox")) != 0) fail(channel, "sethostname");
    show_processes(channel);
    listen_for_node(config, channel);
}

void init_run(const struct config *config, int channel) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);

    if (config->host_uid == 0) await_monitor(channel); /* until our user is mapped */
    build(config, channel);
    if (config->host_uid != 0) drop_to_sandbox_user(config, channel);
    if (confine_limits() != 0) fail(channel, "limits");
    confine_scheduling();
    if (confine_capabilities() != 0) fail(channel, "capabilities");
    if (confine_system_calls() != 0) fail(channel, "system call filter");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* nobody inside may trace or read PID 1 */
    memset(config->command_line, 0, config->command_line_size); /* paths of the host */
    meet(channel, "confined");
    serve(channel, signals);
    _exit(0);
}
