/* Frames: a length (stream only) and NUL-terminated words. */
#include "launcher.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void frame_begin(struct frame *frame, const char *verb) {
    frame->size = 0;
    frame->count = 0;
    frame_add(frame, verb);
}

void frame_add(struct frame *frame, const char *word) {
    size_t length = strlen(word) + 1;
    if (frame->size + length > MAX_FRAME) return; /* cut, never overrun */
    memcpy(frame->bytes + frame->size, word, length);
    frame->size += length;
}

void frame_add_number(struct frame *frame, long number) {
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    frame_add(frame, text);
}

/* Finds the words; false when the frame is empty, has too many or does not end with NUL. */
bool frame_parse(struct frame *frame) {
    frame->count = 0;
    if (frame->size == 0 || frame->bytes[frame->size - 1] != '\0') return false;
    for (size_t at = 0; at < frame->size; at += strlen(frame->bytes + at) + 1) {
        if (frame->count == MAX_WORDS) return false;
        frame->words[frame->count++] = frame->bytes + at;
    }
    return true;
}

static bool write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        size -= (size_t) n;
    }
    return true;
}

static bool read_all(int fd, char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = read(fd, bytes, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        size -= (size_t) n;
    }
    return true;
}

bool stream_send(int fd, const struct frame *frame) {
    uint32_t length = htonl((uint32_t) frame->size);
    return write_all(fd, (const char *) &length, sizeof length)
            && write_all(fd, frame->bytes, frame->size);
}

bool stream_receive(int fd, struct frame *frame) {
    uint32_t length;
    if (!read_all(fd, (char *) &length, sizeof length)) return false;
    frame->size = ntohl(length);
    if (frame->size > MAX_FRAME) return false;
    return read_all(fd, frame->bytes, frame->size) && frame_parse(frame);
}

bool packet_send(int fd, const struct frame *frame, const int *fds, int fd_count) {
    char space[CMSG_SPACE(sizeof(int) * MAX_PORTS)] = {0};
    struct iovec data = {.iov_base = (void *) frame->bytes, .iov_len = frame->size};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (fd_count > 0) {
        message.msg_control = space;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t) fd_count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t) fd_count);
        memcpy(CMSG_DATA(header), fds, sizeof(int) * (size_t) fd_count);
    }
    ssize_t n;
    do n = sendmsg(fd, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t) frame->size;
}

bool packet_receive(int fd, struct frame *frame, int *fds, int *fd_count) {
    char space[CMSG_SPACE(sizeof(int) * MAX_PORTS)];
    struct iovec data = {.iov_base = frame->bytes, .iov_len = MAX_FRAME};
    struct msghdr message = {.msg_iov = &data,
            .msg_iovlen = 1,
            .msg_control = space,
            .msg_controllen = sizeof space};
    ssize_t n;
    do n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    *fd_count = 0;
    if (n <= 0) return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS) {
        size_t bytes = header->cmsg_len - CMSG_LEN(0);
        memcpy(fds, CMSG_DATA(header), bytes);
        *fd_count = (int) (bytes / sizeof(int));
    }
    frame->size = (size_t) n;
    return frame_parse(frame);
}

int write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = write(fd, text, strlen(text));
    int kept = errno;
    close(fd);
    errno = kept;
    return n < 0 ? -1 : 0;
}
