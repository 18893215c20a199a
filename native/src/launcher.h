/*
 * Gatehouse's sandbox launcher.
 *
 * One launcher process (the "monitor") holds one sandbox. It stays outside, connected to the node by
 * a Unix socket; inside, its child (the "init") is PID 1, starts programs on request and reaps them.
 * When the node goes away, however it goes, the socket closes and the monitor takes everything down.
 *
 * Nothing here decides policy: what is mounted, which limits hold and which addresses are used come
 * as arguments from the node (package dev.gatehouse.lambda.sandbox).
 */
#ifndef GATEHOUSE_LAUNCHER_H
#define GATEHOUSE_LAUNCHER_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MAX_BINDS 64
#define MAX_CGROUPS 8
#define MAX_PORTS 8 /* also: file descriptors in one message */
#define MAX_WORDS 4096
#define MAX_FRAME (192 * 1024)

/* The user a function sees itself as, the same as on AWS. */
#define INNER_UID 993
#define INNER_GID 990

struct bind {
    const char *source;
    const char *target; /* relative to the root directory, starting with '/' */
    bool device;
};

struct port {
    int number;
    bool datagrams;
};

struct config {
    char *command_line;       /* all arguments in memory, one after the other… */
    size_t command_line_size; /* …for the init to forget */
    const char *control;      /* path of the node's socket for this sandbox */
    const char *root;         /* the directory that becomes '/', prepared by the node */
    uid_t host_uid;           /* the sandbox's own user on the host; 0: unprivileged level */
    struct bind binds[MAX_BINDS];
    int bind_count;
    const char *cgroups[MAX_CGROUPS];
    int cgroup_count;
    const char *tmp_template; /* an empty ext4 image to copy for /tmp; NULL: tmpfs */
    int tmp_mb;               /* size of a tmpfs /tmp */
    const char *veth;         /* name of the host's end; NULL: no way out */
    const char *host_address; /* IPv4, dotted */
    const char *sandbox_address; /* IPv4, dotted; both in one /30 */
    const char *pasta;        /* the program that carries packets without privileges, or NULL */
    struct port ports[MAX_PORTS]; /* of loopback, to listen on for the node (unprivileged level) */
    int port_count;
};

/* protocol.c: frames of NUL-terminated words, the first one is the verb. */
struct frame {
    char bytes[MAX_FRAME];
    size_t size;
    char *words[MAX_WORDS];
    int count;
};
void frame_begin(struct frame *frame, const char *verb);
void frame_add(struct frame *frame, const char *word);
void frame_add_number(struct frame *frame, long number);
bool frame_parse(struct frame *frame);
bool stream_send(int fd, const struct frame *frame);
bool stream_receive(int fd, struct frame *frame);
bool packet_send(int fd, const struct frame *frame, const int *fds, int fd_count);
bool packet_receive(int fd, struct frame *frame, int *fds, int *fd_count);

/* monitor.c, init.c: the two processes. */
int monitor_run(const struct config *config);
void init_run(const struct config *config, int channel) __attribute__((noreturn));

/* The namespaces a late mount enters, held open by the monitor. */
struct world {
    int user;   /* -1 at the root level, where no user namespace owns the mounts */
    int mounts;
    uid_t owner; /* the sandbox's own user on the host; 0: unprivileged level */
};

/* mounts.c; all return 0, or -1 with errno. */
int mounts_build_root(const struct config *config, const char **where);
int mounts_add(const struct world *world, char *const *words, int count);
int mounts_replace_tmp(const struct world *world, const char *image, uid_t owner);

/* network.c: rtnetlink, no helper programs. */
int network_loopback_up(void);
int network_create_pair(const char *host_end, pid_t peer, const char *host_address);
int network_configure_sandbox(const char *sandbox_address, const char *gateway);
int network_delete(unsigned index);
bool network_await_route(int millis);
int network_listen(const struct port *port);
int network_connect(int port);

/* firewall.c: one static nf_tables table per node. */
int firewall_install(const char *table, const char *prefix, const char *subnet, int bits);
int firewall_remove(const char *table);

/* confine.c: what a program may not do, for good. */
int confine_limits(void);
void confine_scheduling(void);
int confine_memory(int data_mb);
int confine_capabilities(void);
int confine_system_calls(void);

/* Gives a program every signal as a new process has it: what we ignore, an exec would keep ignored. */
void signals_restore(void);

/* landlock.c: the process level's only wall. */
int landlock_restrict(char *const *readable, int readable_count, char *const *writable,
        int writable_count);

/* memory.c: bytes that the processes of a /proc have; exact where that may be above the limit. */
uint64_t memory_together(int proc, uint64_t limit);

/* plain.c: one program of the process level, and all that it starts. */
struct plain {
    char *readable[MAX_BINDS];
    int readable_count;
    char *writable[MAX_BINDS];
    int writable_count;
    int data_mb;    /* RLIMIT_DATA of each process; 0: none */
    int log_fd;     /* where framed logs go, into the same pipe as the output; 0: nowhere */
    char **program; /* with its arguments, NULL at the end */
};
int plain_run(const struct plain *plain);

/* Writes a short text to a file of /proc or a cgroup. */
int write_text(const char *path, const char *text);

#endif
