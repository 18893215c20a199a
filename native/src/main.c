/* The launcher's command line: one verb, then what it needs. */
#include "launcher.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *take(int argc, char **argv, int *at) {
    if (++*at >= argc) {
        fprintf(stderr, "a value is missing after %s\n", argv[argc - 1]);
        exit(2);
    }
    return argv[*at];
}

static int number(const char *text) {
    char *rest;
    long value = strtol(text, &rest, 10);
    if (*rest != '\0' || value < 0 || value > INT32_MAX) {
        fprintf(stderr, "not a number: %s\n", text);
        exit(2);
    }
    return (int) value;
}

static void room(int count, int limit, const char *what) {
    if (count < limit) return;
    fprintf(stderr, "too many of %s\n", what);
    exit(2);
}

static void read_bind(struct config *config, bool device, int argc, char **argv, int *at) {
    room(config->bind_count, MAX_BINDS, "--bind");
    struct bind *bind = &config->binds[config->bind_count++];
    bind->source = take(argc, argv, at);
    bind->target = take(argc, argv, at);
    bind->device = device;
}

static void read_port(struct config *config, bool datagrams, int argc, char **argv, int *at) {
    room(config->port_count, MAX_PORTS, "ports");
    struct port *port = &config->ports[config->port_count++];
    port->number = number(take(argc, argv, at));
    port->datagrams = datagrams;
}

static void read_option(struct config *config, int argc, char **argv, int *at) {
    const char *name = argv[*at];
    if (strcmp(name, "--control") == 0) {
        config->control = take(argc, argv, at);
    } else if (strcmp(name, "--root") == 0) {
        config->root = take(argc, argv, at);
    } else if (strcmp(name, "--host-uid") == 0) {
        config->host_uid = (uid_t) number(take(argc, argv, at));
    } else if (strcmp(name, "--bind") == 0 || strcmp(name, "--device") == 0) {
        read_bind(config, strcmp(name, "--device") == 0, argc, argv, at);
    } else if (strcmp(name, "--cgroup") == 0) {
        room(config->cgroup_count, MAX_CGROUPS, name);
        config->cgroups[config->cgroup_count++] = take(argc, argv, at);
    } else if (strcmp(name, "--tmp-template") == 0) {
        config->tmp_template = take(argc, argv, at);
    } else if (strcmp(name, "--tmp-mb") == 0) {
        config->tmp_mb = number(take(argc, argv, at));
    } else if (strcmp(name, "--veth") == 0) {
        config->veth = take(argc, argv, at);
        config->host_address = take(argc, argv, at);
        config->sandbox_address = take(argc, argv, at);
    } else if (strcmp(name, "--pasta") == 0) {
        config->pasta = take(argc, argv, at);
    } else if (strcmp(name, "--listen") == 0) {
        read_port(config, false, argc, argv, at);
    } else if (strcmp(name, "--datagrams") == 0) {
        read_port(config, true, argc, argv, at);
    } else {
        fprintf(stderr, "unknown option %s\n", name);
        exit(2);
    }
}

/* sandbox: hold one sandbox until the node lets go of it. */
static int sandbox(int argc, char **argv) {
    static struct config config;
    config.command_line = argv[0];
    config.command_line_size = (size_t) (argv[argc - 1] + strlen(argv[argc - 1]) - argv[0]);
    for (int at = 2; at < argc; at++) read_option(&config, argc, argv, &at);
    if (config.control == NULL || config.root == NULL) {
        fprintf(stderr, "sandbox needs --control and --root\n");
        return 2;
    }
    return monitor_run(&config);
}

/* firewall TABLE PREFIX SUBNET BITS: isolate all interfaces named PREFIX…, let them out masked. */
static int firewall(int argc, char **argv) {
    if (argc != 6) return 2;
    if (firewall_install(argv[2], argv[3], argv[4], number(argv[5])) == 0) return 0;
    fprintf(stderr, "nf_tables: %s\n", strerror(errno));
    return 1;
}

/* confine [--data-mb N] [--log-fd N] [--read PATH]… [--write PATH]… -- PROGRAM…: one of the process level. */
static int confine(int argc, char **argv) {
    static struct plain plain;
    int at = 2;
    for (; at < argc && strcmp(argv[at], "--") != 0; at++) {
        const char *name = argv[at];
        char *value = (char *) take(argc, argv, &at);
        if (strcmp(name, "--data-mb") == 0) {
            plain.data_mb = number(value);
        } else if (strcmp(name, "--log-fd") == 0) {
            plain.log_fd = number(value);
        } else if (strcmp(name, "--read") == 0) {
            room(plain.readable_count, MAX_BINDS, name);
            plain.readable[plain.readable_count++] = value;
        } else if (strcmp(name, "--write") == 0) {
            room(plain.writable_count, MAX_BINDS, name);
            plain.writable[plain.writable_count++] = value;
        } else {
            return 2;
        }
    }
    if (at + 1 >= argc) return 2;
    plain.program = argv + at + 1;
    return plain_run(&plain);
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "sandbox") == 0) return sandbox(argc, argv);
    if (strcmp(verb, "firewall") == 0) return firewall(argc, argv);
    if (strcmp(verb, "no-firewall") == 0 && argc == 3) return firewall_remove(argv[2]) != 0;
    if (strcmp(verb, "no-interface") == 0 && argc == 3) return network_delete(if_nametoindex(argv[2])) != 0;
    if (strcmp(verb, "confine") == 0) return confine(argc, argv);
    fprintf(stderr, "gatehouse-sandbox: started by a Gatehouse node, not by hand\n");
    return 2;
}
