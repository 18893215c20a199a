/* Frames as the node and the launcher exchange them, whole and broken. */
#include "../src/launcher.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int failures;

static void expect(bool true_here, const char *claim) {
    printf("%s %s\n", true_here ? "ok    " : "FAILED", claim);
    if (!true_here) failures++;
}

static struct frame *new_frame(const char *verb) {
    struct frame *frame = malloc(sizeof *frame);
    if (frame == NULL) abort();
    memset(frame->bytes, 'x', sizeof frame->bytes);
    frame_begin(frame, verb);
    return frame;
}

static void pair(int type, int ends[2]) {
    if (socketpair(AF_UNIX, type, 0, ends) != 0) abort();
}

static void a_stream_carries_words(void) {
    int ends[2];
    pair(SOCK_STREAM, ends);
    struct frame *sent = new_frame("start");
    frame_add(sent, "");
    frame_add(sent, "two words");
    frame_add_number(sent, -7);
    struct frame *got = new_frame("");
    expect(stream_send(ends[0], sent) && stream_receive(ends[1], got), "a stream carries a frame");
    expect(got->count == 4 && strcmp(got->words[0], "start") == 0 && got->words[1][0] == '\0'
                    && strcmp(got->words[2], "two words") == 0 && strcmp(got->words[3], "-7") == 0,
            "its words arrive as they left, empty ones too");
    close(ends[0]);
    expect(!stream_receive(ends[1], got), "the end of a stream is no frame");
    close(ends[1]);
    free(sent);
    free(got);
}

static void a_packet_carries_descriptors(void) {
    int ends[2], pipe_ends[2], got_fds[MAX_PORTS], count = -1;
    pair(SOCK_SEQPACKET, ends);
    if (pipe(pipe_ends) != 0) abort();
    struct frame *sent = new_frame("listeners");
    struct frame *got = new_frame("");
    expect(packet_send(ends[0], sent, pipe_ends, 2) && packet_receive(ends[1], got, got_fds, &count)
                    && count == 2,
            "a packet carries two descriptors");
    expect(write(got_fds[1], "!", 1) == 1 && fcntl(got_fds[0], F_GETFD) == FD_CLOEXEC,
            "they are open, and close on exec");
    expect(packet_send(ends[0], sent, NULL, 0) && packet_receive(ends[1], got, got_fds, &count)
                    && count == 0,
            "a packet without descriptors has none");
    for (int i = 0; i < 2; i++) {
        close(ends[i]);
        close(pipe_ends[i]);
        close(got_fds[i]);
    }
    free(sent);
    free(got);
}

static bool parses(const char *bytes, size_t size) {
    struct frame *frame = malloc(sizeof *frame);
    if (frame == NULL) abort();
    memcpy(frame->bytes, bytes, size);
    frame->size = size;
    bool outcome = frame_parse(frame);
    free(frame);
    return outcome;
}

static void broken_frames_are_rejected(void) {
    expect(!parses("", 0), "an empty frame is rejected");
    expect(!parses("start", 5), "a frame without its last NUL is rejected");
    expect(parses("\0", 1), "one empty word is a frame");
    char *many = calloc(1, MAX_WORDS + 1);
    if (many == NULL) abort();
    expect(parses(many, MAX_WORDS), "as many words as allowed are a frame");
    expect(!parses(many, MAX_WORDS + 1), "one word more is rejected");
    free(many);
}

static void a_frame_never_grows_over_its_bound(void) {
    struct frame *frame = new_frame("start");
    char *word = malloc(MAX_FRAME + 1);
    if (word == NULL) abort();
    memset(word, 'w', MAX_FRAME);
    word[MAX_FRAME] = '\0';
    size_t before = frame->size;
    frame_add(frame, word);
    expect(frame->size == before, "a word over the bound is left out");
    word[MAX_FRAME - before - 1] = '\0';
    frame_add(frame, word);
    expect(frame->size == MAX_FRAME && frame_parse(frame) && frame->count == 2,
            "a word that just fits is taken");
    frame_add(frame, "");
    expect(frame->size == MAX_FRAME, "nothing fits behind it");
    free(word);
    free(frame);
}

static void lying_lengths_are_rejected(void) {
    int ends[2];
    struct frame *got = new_frame("");
    uint32_t lengths[] = {MAX_FRAME + 1, UINT32_MAX, 0};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        pair(SOCK_STREAM, ends);
        uint32_t length = htonl(lengths[i]);
        bool sent = write(ends[0], &length, sizeof length) == sizeof length;
        close(ends[0]);
        expect(sent && !stream_receive(ends[1], got), "a length that no frame has is rejected");
        close(ends[1]);
    }
    pair(SOCK_STREAM, ends);
    uint32_t length = htonl(10);
    bool sent = write(ends[0], &length, sizeof length) == sizeof length && write(ends[0], "abc", 3) == 3;
    close(ends[0]);
    expect(sent && !stream_receive(ends[1], got), "a frame that breaks off is rejected");
    close(ends[1]);
    free(got);
}

static void random_frames_are_parsed_or_rejected(void) {
    struct frame *frame = new_frame("");
    srand(20261129);
    bool inside = true;
    for (int round = 0; round < 20000 && inside; round++) {
        frame->size = (size_t) rand() % 300;
        for (size_t i = 0; i < frame->size; i++) frame->bytes[i] = (char) (rand() % 4);
        if (!frame_parse(frame)) continue;
        for (int i = 0; i < frame->count; i++) {
            char *end = frame->words[i] + strlen(frame->words[i]);
            inside = inside && frame->words[i] >= frame->bytes && end < frame->bytes + frame->size;
        }
    }
    expect(inside, "20,000 random frames are rejected, or their words lie within them");
    free(frame);
}

int main(void) {
    a_stream_carries_words();
    a_packet_carries_descriptors();
    broken_frames_are_rejected();
    a_frame_never_grows_over_its_bound();
    lying_lengths_are_rejected();
    random_frames_are_parsed_or_rejected();
    return failures == 0 ? 0 : 1;
}
