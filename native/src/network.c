/* Interfaces, addresses and routes by rtnetlink, so that no `ip` program is needed. */
#include "launcher.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define CONNECT_MICROS 100000
#define SANDBOX_INTERFACE "eth0"
#define PREFIX_BITS 30
#define LEFT_ATTEMPTS 3

struct request {
    struct nlmsghdr header;
    char body[1024];
};

static void *request_begin(struct request *request, int type, int flags, size_t size) {
    memset(request, 0, sizeof *request);
    request->header.nlmsg_len = NLMSG_LENGTH(size);
    request->header.nlmsg_type = (uint16_t) type;
    request->header.nlmsg_flags = (uint16_t) (NLM_F_REQUEST | NLM_F_ACK | flags);
    return NLMSG_DATA(&request->header);
}

static struct rtattr *add(struct request *request, int type, const void *data, size_t size) {
    struct rtattr *attribute =
            (struct rtattr *) ((char *) request + NLMSG_ALIGN(request->header.nlmsg_len));
    attribute->rta_type = (uint16_t) type;
    attribute->rta_len = (uint16_t) RTA_LENGTH(size);
    if (size > 0) memcpy(RTA_DATA(attribute), data, size);
    request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
    return attribute;
}

static void end(struct request *request, struct rtattr *nest) {
    nest->rta_len = (uint16_t) ((char *) request + request->header.nlmsg_len - (char *) nest);
}

/* Sends one request and waits for the kernel's verdict. */
static int request_send(struct request *request) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return -1;
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[1024];
    } answer;
    int verdict = -EIO;
    if (send(fd, request, request->header.nlmsg_len, 0) >= 0
            && recv(fd, &answer, sizeof answer, 0) >= (ssize_t) NLMSG_LENGTH(sizeof answer.error)
            && answer.header.nlmsg_type == NLMSG_ERROR) {
        verdict = answer.error.error;
    }
    close(fd);
    if (verdict == 0) return 0;
    errno = -verdict;
    return -1;
}

static int link_up(const char *name) {
    struct request request;
    struct ifinfomsg *link = request_begin(&request, RTM_NEWLINK, 0, sizeof *link);
    link->ifi_index = (int) if_nametoindex(name);
    if (link->ifi_index == 0) return -1;
    link->ifi_flags = IFF_UP;
    link->ifi_change = IFF_UP;
    return request_send(&request);
}

static int add_address(const char *name, const char *dotted) {
    struct request request;
    struct in_addr address;
    struct ifaddrmsg *message =
            request_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof *message);
    if (inet_pton(AF_INET, dotted, &address) != 1) {
        errno = EINVAL;
        return -1;
    }
    message->ifa_family = AF_INET;
    message->ifa_prefixlen = PREFIX_BITS;
    message->ifa_index = if_nametoindex(name);
    add(&request, IFA_LOCAL, &address, sizeof address);
    add(&request, IFA_ADDRESS, &address, sizeof address);
    return request_send(&request);
}

static int add_default_route(const char *gateway) {
    struct request request;
    struct in_addr address;
    struct rtmsg *route = request_begin(&request, RTM_NEWROUTE, NLM_F_CREATE, sizeof *route);
    if (inet_pton(AF_INET, gateway, &address) != 1) {
        errno = EINVAL;
        return -1;
    }
    route->rtm_family = AF_INET;
    route->rtm_table = RT_TABLE_MAIN;
    route->rtm_protocol = RTPROT_BOOT;
    route->rtm_scope = RT_SCOPE_UNIVERSE;
    route->rtm_type = RTN_UNICAST;
    add(&request, RTA_GATEWAY, &address, sizeof address);
    return request_send(&request);
}

int network_loopback_up(void) {
    return link_up("lo");
}

static int create_pair(const char *host_end, pid_t peer) {
    struct request request;
    request_begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(struct ifinfomsg));
    add(&request, IFLA_IFNAME, host_end, strlen(host_end) + 1);
    struct rtattr *info = add(&request, IFLA_LINKINFO, NULL, 0);
    add(&request, IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = add(&request, IFLA_INFO_DATA, NULL, 0);
    struct ifinfomsg nothing = {0};
    struct rtattr *other = add(&request, VETH_INFO_PEER, &nothing, sizeof nothing);
    uint32_t pid = (uint32_t) peer;
    add(&request, IFLA_IFNAME, SANDBOX_INTERFACE, sizeof SANDBOX_INTERFACE);
    add(&request, IFLA_NET_NS_PID, &pid, sizeof pid);
    end(&request, other);
    end(&request, data);
    end(&request, info);
    return request_send(&request);
}

/*
 * The host's end of the cable, and the other end, born inside the peer's network namespace. The name is this sandbox's
 * alone: one that is there was left by a launcher that was killed, whose namespace the kernel has yet to take down.
 */
int network_create_pair(const char *host_end, pid_t peer, const char *host_address) {
    int made = create_pair(host_end, peer);
    for (int i = 0; made != 0 && errno == EEXIST && i < LEFT_ATTEMPTS; i++) {
        network_delete(if_nametoindex(host_end));
        made = create_pair(host_end, peer);
    }
    if (made != 0 || add_address(host_end, host_address) != 0) return -1;
    return link_up(host_end);
}

int network_configure_sandbox(const char *sandbox_address, const char *gateway) {
    if (add_address(SANDBOX_INTERFACE, sandbox_address) != 0) return -1;
    if (link_up(SANDBOX_INTERFACE) != 0) return -1;
    return add_default_route(gateway);
}

int network_delete(unsigned index) {
    if (index == 0) return -1;
    struct request request;
    struct ifinfomsg *link = request_begin(&request, RTM_DELLINK, 0, sizeof *link);
    link->ifi_index = (int) index;
    return request_send(&request);
}

/* Whether a way out appears in time: somebody else is making it. */
bool network_await_route(int millis) {
    for (int waited = 0; waited < millis; waited += 2) {
        char text[512];
        int fd = open("/proc/self/net/route", O_RDONLY | O_CLOEXEC);
        ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        if (fd >= 0) close(fd);
        if (size > 0) {
            text[size] = '\0';
            if (strstr(text, "\t00000000\t") != NULL) return true;
        }
        usleep(2000);
    }
    errno = ETIMEDOUT;
    return false;
}

static struct sockaddr_in loopback_at(int port) {
    return (struct sockaddr_in) {.sin_family = AF_INET,
            .sin_port = htons((uint16_t) port),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int give_up(int fd) {
    int kept = errno;
    close(fd);
    errno = kept;
    return -1;
}

/* Of IPv6's family where there is one, since that is how the node's JVM takes a socket over. */
static int receive_datagrams(int port) {
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        struct sockaddr_in6 mapped = {.sin6_family = AF_INET6,
                .sin6_port = htons((uint16_t) port),
                .sin6_addr.s6_addr = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1}};
        int both = 0;
        if (setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &both, sizeof both) != 0) return give_up(fd);
        return bind(fd, (struct sockaddr *) &mapped, sizeof mapped) == 0 ? fd : give_up(fd);
    }
    fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct sockaddr_in address = loopback_at(port);
    return bind(fd, (struct sockaddr *) &address, sizeof address) == 0 ? fd : give_up(fd);
}

int network_listen(const struct port *port) {
    if (port->datagrams) return receive_datagrams(port->number);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct sockaddr_in address = loopback_at(port->number);
    if (bind(fd, (struct sockaddr *) &address, sizeof address) != 0 || listen(fd, 128) != 0) {
        return give_up(fd);
    }
    return fd;
}

/* A connection to a program that listens here; -1 and errno when none does, or it takes no more. */
int network_connect(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct timeval patience = {.tv_usec = CONNECT_MICROS};
    struct timeval none = {0};
    struct sockaddr_in address = loopback_at(port);
    /* Where its queue is full a connection would wait for seconds, and with it all that we are asked. */
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) != 0) return give_up(fd);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &none, sizeof none);
    return fd;
}
