/* Outside a sandbox: makes it, relays between the node and its init, and takes it down. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CLEAN_ATTEMPTS 200
#define CLEAN_PAUSE_MICROS 5000
#define WATCH_MILLIS 100

struct monitor {
    const struct config *config;
    int node;    /* stream to the node */
    int channel; /* packets to the init */
    int gone;    /* pidfd of the init: readable once it has died */
    pid_t init;
    pid_t pasta; /* 0: none */
    int processes; /* the init's /proc */
    uint64_t memory_limit; /* bytes of all processes together; 0: a control group counts, or nobody */
    uint64_t memory_peak;
    uint64_t next_look; /* milliseconds */
    unsigned cable; /* the index of the host's end; 0: none */
    ino_t groups[MAX_CGROUPS];
    struct world world;
    int listeners[MAX_PORTS];
    int listener_count;
};

static struct frame frame;

static int connect_to_node(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *) &address, sizeof address) != 0) return -1;
    return fd;
}

static bool tell(struct monitor *monitor, const char *verb, const char *word) {
    frame_begin(&frame, verb);
    if (word != NULL) frame_add(&frame, word);
    return stream_send(monitor->node, &frame);
}

static bool tell_failure(struct monitor *monitor, const char *where) {
    char text[512];
    snprintf(text, sizeof text, "%s: %s", where, strerror(errno));
    return tell(monitor, "failed", text);
}

static int write_map(pid_t pid, const char *name, const char *text) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int) pid, name);
    return write_text(path, text);
}

/* The init sees itself as AWS's sandbox user; on the host it is the sandbox's own, or the node's, user. */
static int map_users(pid_t init, uid_t uid, gid_t gid) {
    char line[64];
    if (write_map(init, "setgroups", "deny") != 0) return -1;
    snprintf(line, sizeof line, "%d %u 1", INNER_UID, (unsigned) uid);
    if (write_map(init, "uid_map", line) != 0) return -1;
    snprintf(line, sizeof line, "%d %u 1", INNER_GID, (unsigned) gid);
    return write_map(init, "gid_map", line);
}

static int open_namespace(pid_t pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int) pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* Forks the init into its namespaces. At the root level its user namespace comes later. */
static int fork_init(struct monitor *monitor) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
            | CLONE_PIDFD | SIGCHLD;
    if (monitor->config->host_uid == 0) flags |= CLONE_NEWUSER;
    monitor->init = (pid_t) syscall(SYS_clone, flags, NULL, &monitor->gone, NULL, NULL);
    if (monitor->init == 0) {
        close(pair[0]);
        close(monitor->node);
        init_run(monitor->config, pair[1]);
    }
    close(pair[1]);
    monitor->channel = pair[0];
    return monitor->init < 0 ? -1 : 0;
}

static void release_init(struct monitor *monitor) {
    frame_begin(&frame, "go");
    packet_send(monitor->channel, &frame, NULL, 0);
}

/* Starts the carrier of packets, outbound only: every mapping that leads back to the host is off. */
static int start_pasta(struct monitor *monitor) {
    char target[16];
    snprintf(target, sizeof target, "%d", (int) monitor->init);
    monitor->pasta = fork();
    if (monitor->pasta != 0) return monitor->pasta < 0 ? -1 : 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    signals_restore(); /* it rejects to start with anything else */
    execl(monitor->config->pasta, "pasta", "--foreground", "--quiet", "--config-net",
            "--no-map-gw", "-t", "none", "-u", "none", "-T", "none", "-U", "none", target, NULL);
    _exit(127);
}

/* The monitor's part of one step of the init; 0, or -1 with errno. */
static int assist(struct monitor *monitor, const char *step) {
    const struct config *config = monitor->config;
    if (strcmp(step, "network") == 0) {
        monitor->world.mounts = open_namespace(monitor->init, "mnt");
        if (monitor->world.mounts < 0) return -1;
        if (config->pasta != NULL) return start_pasta(monitor);
        if (config->veth == NULL) return 0;
        int created = network_create_pair(config->veth, monitor->init, config->host_address);
        monitor->cable = created == 0 ? if_nametoindex(config->veth) : 0;
        return created;
    }
    if (strcmp(step, "map") == 0) {
        return map_users(monitor->init, config->host_uid, config->host_uid);
    }
    return 0;
}

/* Answers the init step by step until it is confined, or has failed and said why. */
static bool accompany(struct monitor *monitor) {
    for (;;) {
        int fds[MAX_PORTS];
        int count;
        if (!packet_receive(monitor->channel, &frame, fds, &count)) {
            return tell(monitor, "failed", "the init died while it was being set up"), false;
        }
        if (strcmp(frame.words[0], "failed") == 0) {
            stream_send(monitor->node, &frame);
            return false;
        }
        if (strcmp(frame.words[0], "processes") == 0) {
            monitor->processes = fds[0];
            continue;
        }
        if (strcmp(frame.words[0], "listening") == 0) {
            memcpy(monitor->listeners, fds, sizeof(int) * (size_t) count);
            monitor->listener_count = count;
            continue;
        }
        bool confined = strcmp(frame.words[0], "confined") == 0;
        if (assist(monitor, frame.words[0]) != 0) {
            return tell_failure(monitor, frame.words[0]), false;
        }
        release_init(monitor);
        if (confined) return true;
    }
}

static bool set_up(struct monitor *monitor) {
    if (fork_init(monitor) != 0) return tell_failure(monitor, "clone"), false;
    if (monitor->config->host_uid == 0) {
        monitor->world.user = open_namespace(monitor->init, "user");
        if (monitor->world.user < 0 || map_users(monitor->init, geteuid(), getegid()) != 0) {
            return tell_failure(monitor, "user map"), false;
        }
        release_init(monitor);
    }
    if (!accompany(monitor)) return false;
    frame_begin(&frame, "ready");
    frame_add_number(&frame, monitor->init);
    for (int i = 0; i < monitor->listener_count; i++) {
        frame_add_number(&frame, monitor->listeners[i]);
    }
    return stream_send(monitor->node, &frame);
}

/* start <index> …, as init takes it: makes the output pipe, which the node opens through /proc. */
static bool start(struct monitor *monitor, struct frame *order) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return tell_failure(monitor, "pipe");
    /* Whoever writes to /dev/stdout opens the pipe anew, by its owner's right. */
    fchown(ends[1], monitor->config->host_uid, monitor->config->host_uid);
    static struct frame forward;
    frame_begin(&forward, "start");
    for (int i = 1; i < order->count; i++) frame_add(&forward, order->words[i]);
    bool sent = packet_send(monitor->channel, &forward, &ends[1], 1);
    int kept = errno;
    close(ends[1]);
    if (!sent) {
        close(ends[0]);
        errno = kept;
        return tell_failure(monitor, "start");
    }
    frame_begin(&frame, "started");
    frame_add_number(&frame, ends[0]);
    return stream_send(monitor->node, &frame);
}

/* mount (<target> <number of sources> <source>…)…, a later source above an earlier one. */
static bool mount_late(struct monitor *monitor, struct frame *order) {
    int result = mounts_add(&monitor->world, order->words + 1, order->count - 1);
    return result == 0 ? tell(monitor, "done", NULL) : tell_failure(monitor, order->words[1]);
}

static bool replace_tmp(struct monitor *monitor, struct frame *order) {
    int result = mounts_replace_tmp(&monitor->world, order->words[1], monitor->config->host_uid);
    return result == 0 ? tell(monitor, "done", NULL) : tell_failure(monitor, "/tmp");
}

/* watch <MB>: from now on all processes together may have so much. */
static bool watch(struct monitor *monitor, const struct frame *order) {
    monitor->memory_limit = strtoull(order->words[1], NULL, 10) << 20;
    return true;
}

/* Tells a new peak, and ends everything when there is more than there may be. */
static void look_at_memory(struct monitor *monitor) {
    uint64_t bytes = memory_together(monitor->processes, monitor->memory_limit);
    if (bytes > monitor->memory_peak) {
        monitor->memory_peak = bytes;
        frame_begin(&frame, "memory");
        frame_add_number(&frame, (long) bytes);
        stream_send(monitor->node, &frame);
    }
    if (bytes <= monitor->memory_limit) return;
    tell(monitor, "exceeded", "memory");
    frame_begin(&frame, "sweep");
    packet_send(monitor->channel, &frame, NULL, 0);
}

static bool close_taken(const struct frame *order) {
    for (int i = 1; i < order->count; i++) close(atoi(order->words[i]));
    return true;
}

/* One order of the node; false ends the sandbox. */
static bool obey(struct monitor *monitor) {
    static struct frame order;
    if (!stream_receive(monitor->node, &order)) return false;
    const char *verb = order.words[0];
    if (strcmp(verb, "start") == 0 && order.count > 6) return start(monitor, &order);
    if (strcmp(verb, "mount") == 0 && order.count > 3) return mount_late(monitor, &order);
    if (strcmp(verb, "tmp") == 0 && order.count == 2) return replace_tmp(monitor, &order);
    if (strcmp(verb, "watch") == 0 && order.count == 2) return watch(monitor, &order);
    if (strcmp(verb, "taken") == 0) return close_taken(&order);
    if (strcmp(verb, "signal") == 0 || strcmp(verb, "reset") == 0 || strcmp(verb, "stop") == 0
            || strcmp(verb, "continue") == 0 || strcmp(verb, "connect") == 0) {
        return packet_send(monitor->channel, &order, NULL, 0);
    }
    return false;
}

static uint64_t now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

/* Every so often, also beside a lively channel. */
static bool watch_is_due(struct monitor *monitor) {
    if (monitor->memory_limit == 0) return false;
    uint64_t now = now_millis();
    if (now < monitor->next_look) return false;
    monitor->next_look = now + WATCH_MILLIS;
    return true;
}

/* Relays until the node has gone or the init has died. */
static void serve(struct monitor *monitor) {
    struct pollfd watched[] = {{.fd = monitor->node, .events = POLLIN},
            {.fd = monitor->channel, .events = POLLIN},
            {.fd = monitor->gone, .events = POLLIN}};
    for (;;) {
        int ready = poll(watched, 3, monitor->memory_limit > 0 ? WATCH_MILLIS : -1);
        if (ready < 0) continue;
        if (watch_is_due(monitor)) look_at_memory(monitor);
        if (ready == 0) continue;
        int fds[MAX_PORTS];
        int count;
        if (watched[1].revents & POLLIN && packet_receive(monitor->channel, &frame, fds, &count)) {
            for (int i = 0; i < count; i++) frame_add_number(&frame, fds[i]);
            stream_send(monitor->node, &frame);
            continue; /* all its last words before its death */
        }
        if (watched[2].revents != 0) return;
        if (watched[0].revents != 0 && !obey(monitor)) return;
        watched[1].fd = watched[1].revents & POLLHUP ? -1 : monitor->channel;
    }
}

/*
 * A node that was killed is not there to wait for us: the one that takes over its numbers makes groups and cables of the
 * same names while we take ours down. What bears our names, but is not what we began with, is theirs.
 */
static ino_t group_identity(const char *path) {
    struct stat group;
    return stat(path, &group) == 0 ? group.st_ino : 0;
}

/* The last process has just died; the kernel may need a moment to let go of its group. */
static void remove_cgroup(const char *path, ino_t ours) {
    for (int i = 0; i < CLEAN_ATTEMPTS && group_identity(path) == ours; i++) {
        if (rmdir(path) == 0 || errno != EBUSY) return;
        usleep(CLEAN_PAUSE_MICROS);
    }
}

static void take_down(struct monitor *monitor) {
    if (monitor->init > 0) {
        kill(monitor->init, SIGKILL);
        /* A frozen group (cgroup v2) lets a kill through, and PID 1 takes all the others along. */
        while (waitpid(monitor->init, NULL, 0) < 0 && errno == EINTR) continue;
    }
    if (monitor->pasta > 0) {
        kill(monitor->pasta, SIGKILL);
        waitpid(monitor->pasta, NULL, 0);
    }
    network_delete(monitor->cable);
    for (int i = 0; i < monitor->config->cgroup_count; i++) {
        remove_cgroup(monitor->config->cgroups[i], monitor->groups[i]);
    }
}

int monitor_run(const struct config *config) {
    static struct monitor monitor;
    monitor = (struct monitor) {.config = config, .world = {.user = -1, .mounts = -1, .owner = config->host_uid}};
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is the node's affair: it closes us in order */
    monitor.node = connect_to_node(config->control);
    if (monitor.node < 0) return 3;
    for (int i = 0; i < config->cgroup_count; i++) monitor.groups[i] = group_identity(config->cgroups[i]);
    if (set_up(&monitor)) serve(&monitor);
    take_down(&monitor);
    return 0;
}
