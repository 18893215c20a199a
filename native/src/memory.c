/*
 * What the processes of a sandbox have of the machine's memory, for where no control group counts
 * it. Counted are their own pages and the files in memory that they made; pages of files on disk
 * go when they are needed elsewhere, and /tmp has a size of its own.
 */
#include "launcher.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_MEMORY_FILES 1024
#define STAT_BLOCK 512
#define MEMORY_FILE "/memfd:"

/* Files made by memfd_create, each once however many descriptors it has. */
struct memory_files {
    ino_t seen[MAX_MEMORY_FILES];
    int count;
    uint64_t bytes;
};

static void add_file(struct memory_files *files, int descriptors, const char *name) {
    char target[sizeof MEMORY_FILE];
    struct stat facts;
    ssize_t length = readlinkat(descriptors, name, target, sizeof target - 1);
    if (length < (ssize_t) strlen(MEMORY_FILE)) return;
    if (strncmp(target, MEMORY_FILE, strlen(MEMORY_FILE)) != 0) return;
    if (fstatat(descriptors, name, &facts, 0) != 0) return;
    for (int i = 0; i < files->count; i++) {
        if (files->seen[i] == facts.st_ino) return;
    }
    if (files->count < MAX_MEMORY_FILES) files->seen[files->count++] = facts.st_ino;
    files->bytes += (uint64_t) facts.st_blocks * STAT_BLOCK;
}

static void add_files(struct memory_files *files, int proc, const char *pid) {
    char path[NAME_MAX + 8];
    snprintf(path, sizeof path, "%s/fd", pid);
    int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *descriptors = fd < 0 ? NULL : fdopendir(fd);
    if (descriptors == NULL) {
        if (fd >= 0) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(descriptors)) != NULL;) {
        if (isdigit((unsigned char) entry->d_name[0])) {
            add_file(files, dirfd(descriptors), entry->d_name);
        }
    }
    closedir(descriptors);
}

/* Adds the kilobytes behind each of two keys in a file of a process, in bytes. */
static void add_numbers(int proc, const char *pid, const char *file, const char *const keys[2],
        uint64_t sums[2]) {
    char text[4096];
    snprintf(text, sizeof text, "%s/%s", pid, file);
    int fd = openat(proc, text, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    if (size <= 0) return; /* it has just ended */
    text[size] = '\0';
    for (int i = 0; i < 2; i++) {
        const char *found = strstr(text, keys[i]);
        if (found != NULL) sums[i] += strtoull(found + strlen(keys[i]), NULL, 10) << 10;
    }
}

/* Exactly, what processes share counts once; that makes the kernel look at every page table. */
static uint64_t count(int proc, bool exactly) {
    static const char *const quick[] = {"\nRssAnon:", "\nRssShmem:"};
    static const char *const exact[] = {"\nPss_Anon:", "\nPss_Shmem:"};
    static struct memory_files files;
    memset(&files, 0, sizeof files);
    uint64_t sums[2] = {0};
    int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *processes = fd < 0 ? NULL : fdopendir(fd);
    if (processes == NULL) {
        if (fd >= 0) close(fd);
        return 0;
    }
    for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        if (!isdigit((unsigned char) entry->d_name[0])) continue;
        add_numbers(proc, entry->d_name, exactly ? "smaps_rollup" : "status",
                exactly ? exact : quick, sums);
        add_files(&files, proc, entry->d_name);
    }
    closedir(processes);
    return sums[0] + (files.bytes > sums[1] ? files.bytes : sums[1]);
}

uint64_t memory_together(int proc, uint64_t limit) {
    uint64_t estimate = count(proc, false);
    return estimate <= limit ? estimate : count(proc, true);
}
