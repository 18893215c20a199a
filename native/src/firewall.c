/*
 * One nf_tables table, static, for all sandboxes of a node, written in one atomic batch by netlink so
 * that no `nft` program is needed. In nft's own words, for interfaces named PREFIX… in SUBNET:
 *
 *   chain input       { type filter hook input priority -10
 *                       iifname "PREFIX*" drop }                      the host itself is out of reach
 *   chain forward     { type filter hook forward priority -10
 *                       oifname "PREFIX*" ct state established,related accept
 *                       oifname "PREFIX*" drop                        nobody calls in, no sandbox a sandbox
 *                       iifname "PREFIX*" meta nfproto != ipv4 drop
 *                       iifname "PREFIX*" ip saddr != SUBNET drop
 *                       iifname "PREFIX*" ip daddr 169.254.0.0/16 drop   cloud metadata
 *                     }
 *   chain postrouting { type nat hook postrouting priority 100
 *                       ip saddr SUBNET oifname != "PREFIX*" masquerade }
 */
#include "launcher.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH_BYTES 16384
#define LINK_LOCAL_NET 0xA9FE0000u
#define LINK_LOCAL_BITS 16
#define IPV4_SOURCE_OFFSET 12
#define IPV4_DESTINATION_OFFSET 16

struct batch {
    _Alignas(NLMSG_ALIGNTO) char bytes[BATCH_BYTES];
    size_t size;
    struct nlmsghdr *message;
    uint32_t expected; /* acknowledgements to wait for */
};

static void message_begin(struct batch *batch, int type, int family, int flags) {
    batch->message = (struct nlmsghdr *) (batch->bytes + batch->size);
    memset(batch->message, 0, NLMSG_SPACE(sizeof(struct nfgenmsg)));
    bool marker = type == NFNL_MSG_BATCH_BEGIN || type == NFNL_MSG_BATCH_END;
    batch->message->nlmsg_type =
            (uint16_t) (marker ? type : (NFNL_SUBSYS_NFTABLES << 8) | type);
    batch->message->nlmsg_flags = (uint16_t) (NLM_F_REQUEST | (marker ? 0 : NLM_F_ACK) | flags);
    if (!marker) batch->expected++;
    struct nfgenmsg *head = NLMSG_DATA(batch->message);
    head->nfgen_family = (uint8_t) family;
    head->version = NFNETLINK_V0;
    head->res_id = htons(marker ? NFNL_SUBSYS_NFTABLES : 0);
    batch->size += NLMSG_SPACE(sizeof *head);
}

static void message_end(struct batch *batch) {
    batch->message->nlmsg_len = (uint32_t) (batch->bytes + batch->size - (char *) batch->message);
}

static struct nlattr *put(struct batch *batch, int type, const void *data, size_t size) {
    struct nlattr *attribute = (struct nlattr *) (batch->bytes + batch->size);
    attribute->nla_type = (uint16_t) type;
    attribute->nla_len = (uint16_t) (NLA_HDRLEN + size);
    char *payload = (char *) attribute + NLA_HDRLEN;
    memset(payload, 0, NLA_ALIGN(size));
    if (size > 0) memcpy(payload, data, size);
    batch->size += NLA_HDRLEN + NLA_ALIGN(size);
    return attribute;
}

static void put_text(struct batch *batch, int type, const char *text) {
    put(batch, type, text, strlen(text) + 1);
}

static void put_number(struct batch *batch, int type, uint32_t value) {
    uint32_t big = htonl(value);
    put(batch, type, &big, sizeof big);
}

static struct nlattr *nest(struct batch *batch, int type) {
    return put(batch, type | NLA_F_NESTED, NULL, 0);
}

static void unnest(struct batch *batch, struct nlattr *attribute) {
    attribute->nla_len = (uint16_t) (batch->bytes + batch->size - (char *) attribute);
}

/* Expressions: each is a list element with a name and its data. */
struct expression {
    struct nlattr *element;
    struct nlattr *data;
};

static struct expression expression(struct batch *batch, const char *name) {
    struct expression result;
    result.element = nest(batch, NFTA_LIST_ELEM);
    put_text(batch, NFTA_EXPR_NAME, name);
    result.data = nest(batch, NFTA_EXPR_DATA);
    return result;
}

static void finish(struct batch *batch, struct expression expression) {
    unnest(batch, expression.data);
    unnest(batch, expression.element);
}

static void put_value(struct batch *batch, int type, const void *value, size_t size) {
    struct nlattr *data = nest(batch, type);
    put(batch, NFTA_DATA_VALUE, value, size);
    unnest(batch, data);
}

static void load_meta(struct batch *batch, uint32_t key) {
    struct expression meta = expression(batch, "meta");
    put_number(batch, NFTA_META_DREG, NFT_REG_1);
    put_number(batch, NFTA_META_KEY, key);
    finish(batch, meta);
}

static void compare(struct batch *batch, uint32_t operator, const void *value, size_t size) {
    struct expression cmp = expression(batch, "cmp");
    put_number(batch, NFTA_CMP_SREG, NFT_REG_1);
    put_number(batch, NFTA_CMP_OP, operator);
    put_value(batch, NFTA_CMP_DATA, value, size);
    finish(batch, cmp);
}

static void mask(struct batch *batch, uint32_t bits) {
    uint32_t zero = 0;
    struct expression bitwise = expression(batch, "bitwise");
    put_number(batch, NFTA_BITWISE_SREG, NFT_REG_1);
    put_number(batch, NFTA_BITWISE_DREG, NFT_REG_1);
    put_number(batch, NFTA_BITWISE_LEN, sizeof bits);
    put_value(batch, NFTA_BITWISE_MASK, &bits, sizeof bits);
    put_value(batch, NFTA_BITWISE_XOR, &zero, sizeof zero);
    finish(batch, bitwise);
}

/* An interface whose name begins (or does not begin) with the prefix. */
static void match_interface(struct batch *batch, uint32_t key, uint32_t operator,
        const char *prefix) {
    load_meta(batch, key);
    compare(batch, operator, prefix, strlen(prefix));
}

static void match_protocol(struct batch *batch, uint32_t operator) {
    uint8_t ipv4 = NFPROTO_IPV4;
    load_meta(batch, NFT_META_NFPROTO);
    compare(batch, operator, &ipv4, sizeof ipv4);
}

/* An IPv4 address, at an offset of the header, in (or not in) a network given in host order. */
static void match_address(struct batch *batch, uint32_t offset, uint32_t operator, uint32_t net,
        int bits) {
    struct expression payload = expression(batch, "payload");
    put_number(batch, NFTA_PAYLOAD_DREG, NFT_REG_1);
    put_number(batch, NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
    put_number(batch, NFTA_PAYLOAD_OFFSET, offset);
    put_number(batch, NFTA_PAYLOAD_LEN, sizeof net);
    finish(batch, payload);
    uint32_t network = htonl(net);
    mask(batch, htonl(0xFFFFFFFFu << (32 - bits)));
    compare(batch, operator, &network, sizeof network);
}

static void match_established(struct batch *batch) {
    struct expression ct = expression(batch, "ct");
    put_number(batch, NFTA_CT_DREG, NFT_REG_1);
    put_number(batch, NFTA_CT_KEY, NFT_CT_STATE);
    finish(batch, ct);
    uint32_t none = 0;
    mask(batch, NF_CT_STATE_BIT(IP_CT_ESTABLISHED) | NF_CT_STATE_BIT(IP_CT_RELATED));
    compare(batch, NFT_CMP_NEQ, &none, sizeof none);
}

static void verdict(struct batch *batch, uint32_t code) {
    struct expression immediate = expression(batch, "immediate");
    put_number(batch, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
    struct nlattr *data = nest(batch, NFTA_IMMEDIATE_DATA);
    struct nlattr *inner = nest(batch, NFTA_DATA_VERDICT);
    put_number(batch, NFTA_VERDICT_CODE, code);
    unnest(batch, inner);
    unnest(batch, data);
    finish(batch, immediate);
}

static struct nlattr *rule_begin(struct batch *batch, const char *table, const char *chain) {
    message_begin(batch, NFT_MSG_NEWRULE, NFPROTO_INET, NLM_F_CREATE | NLM_F_APPEND);
    put_text(batch, NFTA_RULE_TABLE, table);
    put_text(batch, NFTA_RULE_CHAIN, chain);
    return nest(batch, NFTA_RULE_EXPRESSIONS);
}

static void rule_end(struct batch *batch, struct nlattr *expressions) {
    unnest(batch, expressions);
    message_end(batch);
}

static void add_table(struct batch *batch, const char *table, int type) {
    message_begin(batch, type, NFPROTO_INET, type == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0);
    put_text(batch, NFTA_TABLE_NAME, table);
    message_end(batch);
}

static void add_chain(struct batch *batch, const char *table, const char *chain, const char *type,
        uint32_t hook, int priority) {
    message_begin(batch, NFT_MSG_NEWCHAIN, NFPROTO_INET, NLM_F_CREATE);
    put_text(batch, NFTA_CHAIN_TABLE, table);
    put_text(batch, NFTA_CHAIN_NAME, chain);
    struct nlattr *where = nest(batch, NFTA_CHAIN_HOOK);
    put_number(batch, NFTA_HOOK_HOOKNUM, hook);
    put_number(batch, NFTA_HOOK_PRIORITY, (uint32_t) priority);
    unnest(batch, where);
    put_text(batch, NFTA_CHAIN_TYPE, type);
    message_end(batch);
}

static void add_input(struct batch *batch, const char *table, const char *prefix) {
    add_chain(batch, table, "input", "filter", NF_INET_LOCAL_IN, -10);
    struct nlattr *rule = rule_begin(batch, table, "input");
    match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ, prefix);
    verdict(batch, NF_DROP);
    rule_end(batch, rule);
}

static void add_forward(struct batch *batch, const char *table, const char *prefix, uint32_t net,
        int bits) {
    add_chain(batch, table, "forward", "filter", NF_INET_FORWARD, -10);
    struct nlattr *rule = rule_begin(batch, table, "forward");
    match_interface(batch, NFT_META_OIFNAME, NFT_CMP_EQ, prefix);
    match_established(batch);
    verdict(batch, NF_ACCEPT);
    rule_end(batch, rule);

    rule = rule_begin(batch, table, "forward");
    match_interface(batch, NFT_META_OIFNAME, NFT_CMP_EQ, prefix);
    verdict(batch, NF_DROP);
    rule_end(batch, rule);

    rule = rule_begin(batch, table, "forward");
    match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ, prefix);
    match_protocol(batch, NFT_CMP_NEQ);
    verdict(batch, NF_DROP);
    rule_end(batch, rule);

    rule = rule_begin(batch, table, "forward");
    match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ, prefix);
    match_address(batch, IPV4_SOURCE_OFFSET, NFT_CMP_NEQ, net, bits);
    verdict(batch, NF_DROP);
    rule_end(batch, rule);

    rule = rule_begin(batch, table, "forward");
    match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ, prefix);
    match_address(batch, IPV4_DESTINATION_OFFSET, NFT_CMP_EQ, LINK_LOCAL_NET, LINK_LOCAL_BITS);
    verdict(batch, NF_DROP);
    rule_end(batch, rule);
}

static void add_masquerade(struct batch *batch, const char *table, const char *prefix, uint32_t net,
        int bits) {
    add_chain(batch, table, "postrouting", "nat", NF_INET_POST_ROUTING, 100);
    struct nlattr *rule = rule_begin(batch, table, "postrouting");
    match_protocol(batch, NFT_CMP_EQ);
    match_address(batch, IPV4_SOURCE_OFFSET, NFT_CMP_EQ, net, bits);
    match_interface(batch, NFT_META_OIFNAME, NFT_CMP_NEQ, prefix);
    finish(batch, expression(batch, "masq"));
    rule_end(batch, rule);
}

/* Waits for one response per message; the first rejection is the batch's, which then did nothing. */
static int await(int fd, uint32_t expected) {
    _Alignas(NLMSG_ALIGNTO) char answer[BATCH_BYTES];
    while (expected > 0) {
        ssize_t size = recv(fd, answer, sizeof answer, 0);
        if (size <= 0) return -1;
        size_t left = (size_t) size;
        for (struct nlmsghdr *at = (struct nlmsghdr *) answer; NLMSG_OK(at, left);
                at = NLMSG_NEXT(at, left)) {
            if (at->nlmsg_type != NLMSG_ERROR) continue;
            const struct nlmsgerr *error = NLMSG_DATA(at);
            if (error->error != 0) {
                errno = -error->error;
                return -1;
            }
            expected--;
        }
    }
    return 0;
}

static void batch_begin(struct batch *batch) {
    batch->size = 0;
    batch->expected = 0;
    message_begin(batch, NFNL_MSG_BATCH_BEGIN, AF_UNSPEC, 0);
    message_end(batch);
}

static int batch_send(struct batch *batch) {
    message_begin(batch, NFNL_MSG_BATCH_END, AF_UNSPEC, 0);
    message_end(batch);
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (fd < 0) return -1;
    int result = -1;
    if (send(fd, batch->bytes, batch->size, 0) >= 0) result = await(fd, batch->expected);
    int kept = errno;
    close(fd);
    errno = kept;
    return result;
}

/* Creates the table, or replaces one of the same name, all at once. */
int firewall_install(const char *table, const char *prefix, const char *subnet, int bits) {
    static struct batch batch;
    struct in_addr address;
    if (inet_pton(AF_INET, subnet, &address) != 1 || bits < 8 || bits > 30) {
        errno = EINVAL;
        return -1;
    }
    uint32_t net = ntohl(address.s_addr);
    batch_begin(&batch);
    add_table(&batch, table, NFT_MSG_NEWTABLE);
    add_table(&batch, table, NFT_MSG_DELTABLE);
    add_table(&batch, table, NFT_MSG_NEWTABLE);
    add_input(&batch, table, prefix);
    add_forward(&batch, table, prefix, net, bits);
    add_masquerade(&batch, table, prefix, net, bits);
    return batch_send(&batch);
}

int firewall_remove(const char *table) {
    static struct batch batch;
    batch_begin(&batch);
    add_table(&batch, table, NFT_MSG_DELTABLE);
    return batch_send(&batch);
}
