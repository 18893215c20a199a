/*
 * What a sandbox sees. Every mount is made complete (read-only, no devices, no set-user-id) while it
 * is still detached and only then moved to its place: there is no moment at which it is writable.
 */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* From <sys/mount.h>, which older C libraries do not let one include beside <linux/mount.h>. */
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);
#define DETACH 2
#ifndef MS_PRIVATE
#define MS_NOSUID 2
#define MS_NODEV 4
#define MS_NOEXEC 8
#define MS_REC 16384
#define MS_PRIVATE (1 << 18)
#endif

#define READ_ONLY (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
#define DEVICE (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)
#define WRITABLE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
#define OVERLAY_MAX 4096

/* A detached copy of what is at `source`, with the attributes already on it. */
static int detached_bind(const char *source, uint64_t attributes) {
    int tree = (int) syscall(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | O_CLOEXEC);
    if (tree < 0) return -1;
    struct mount_attr attr = {.attr_set = attributes};
    if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attr, sizeof attr) == 0) return tree;
    int kept = errno;
    close(tree);
    errno = kept;
    return -1;
}

static int put_at(int tree, const char *target) {
    return (int) syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

static int attach(const char *source, const char *target, uint64_t attributes) {
    int tree = detached_bind(source, attributes);
    if (tree < 0) return -1;
    int result = put_at(tree, target);
    int kept = errno;
    close(tree);
    errno = kept;
    return result;
}

/* A new file system of a type, detached; the option is its only parameter. */
static int detached_filesystem(const char *type, const char *key, const char *value,
        uint64_t attributes) {
    int context = (int) syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
    if (context < 0) return -1;
    int tree = -1;
    if (syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0) == 0
            && syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0) {
        tree = (int) syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
    }
    int kept = errno;
    close(context);
    errno = kept;
    return tree;
}

/* Several directories as one, a later one above an earlier one. */
static int detached_overlay(char *const *sources, int count) {
    char lower[OVERLAY_MAX];
    size_t at = 0;
    for (int i = count - 1; i >= 0; i--) {
        if (at > 0) lower[at++] = ':';
        for (const char *c = sources[i]; *c != '\0'; c++) {
            if (at + 3 >= sizeof lower) {
                errno = ENAMETOOLONG;
                return -1;
            }
            if (*c == ':' || *c == '\\') lower[at++] = '\\';
            lower[at++] = *c;
        }
    }
    lower[at] = '\0';
    return detached_filesystem("overlay", "lowerdir", lower, READ_ONLY);
}

/* A file without a name beside another one: it is gone from the disk when its last use is. */
static int nameless_beside(const char *other) {
    char path[4096];
    snprintf(path, sizeof path - sizeof "/image-XXXXXX", "%s", other);
    char *slash = strrchr(path, '/');
    if (slash != NULL) *slash = '\0';
    int fd = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    strcat(path, "/image-XXXXXX"); /* no O_TMPFILE here: it has a name until it is open */
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

static int copy_image(const char *template) {
    int from = open(template, O_RDONLY | O_CLOEXEC);
    if (from < 0) return -1;
    int to = nameless_beside(template);
    struct stat facts;
    if (to < 0 || fstat(from, &facts) != 0 || ftruncate(to, facts.st_size) != 0) goto failed;
    for (off_t data = 0; (data = lseek(from, data, SEEK_DATA)) >= 0;) {
        off_t hole = lseek(from, data, SEEK_HOLE);
        off_t out = data;
        while (data < hole) {
            ssize_t n = copy_file_range(from, &data, to, &out, (size_t) (hole - data), 0);
            if (n <= 0) goto failed;
        }
    }
    close(from);
    return to;
failed:;
    int kept = errno;
    close(from);
    if (to >= 0) close(to);
    errno = kept;
    return -1;
}

/* Gives an image file a block device that goes away with its last use; returns the open device. */
static int loop_device(int image, char *path, size_t size) {
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    if (control < 0) return -1;
    for (int attempt = 0; attempt < 64; attempt++) {
        int number = ioctl(control, LOOP_CTL_GET_FREE);
        if (number < 0) break;
        snprintf(path, size, "/dev/loop%d", number);
        int device = open(path, O_RDWR | O_CLOEXEC);
        if (device < 0) break;
        struct loop_config config = {.fd = (uint32_t) image, .info.lo_flags = LO_FLAGS_AUTOCLEAR};
        if (ioctl(device, LOOP_CONFIGURE, &config) == 0) {
            close(control);
            return device;
        }
        close(device);
        if (errno != EBUSY) break; /* EBUSY: another sandbox was faster, take the next one */
    }
    int kept = errno;
    close(control);
    errno = kept;
    return -1;
}

static int detached_image(const char *template) {
    int image = copy_image(template);
    if (image < 0) return -1;
    char path[32];
    int device = loop_device(image, path, sizeof path);
    int tree = device < 0 ? -1 : detached_filesystem("ext4", "source", path, WRITABLE);
    int kept = errno;
    close(image);
    if (device >= 0) close(device);
    errno = kept;
    return tree;
}

static int put_tmp(int tree, const char *target, uid_t owner) {
    if (tree < 0 || put_at(tree, target) != 0) return -1;
    close(tree);
    char found[4096];
    snprintf(found, sizeof found, "%s/lost+found", target);
    rmdir(found); /* a function's /tmp begins empty */
    if (owner != 0 && chown(target, owner, owner) != 0) return -1;
    return chmod(target, 0700);
}

static int mount_tmp(const struct config *config, const char *target) {
    if (config->tmp_template != NULL) {
        return put_tmp(detached_image(config->tmp_template), target, config->host_uid);
    }
    char options[96];
    snprintf(options, sizeof options, "size=%dm,mode=0700", config->tmp_mb);
    if (mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return -1;
    return config->host_uid == 0 ? 0 : chown(target, config->host_uid, config->host_uid);
}

/* Beside the pid directories, /proc shows the machine: what can be written or leaks is covered. */
static int mount_proc(const char *root) {
    static const char *const frozen[] = {"sys", "irq", "bus", "fs", "sysrq-trigger"};
    static const char *const hidden[] = {"kcore", "keys", "timer_list", "kallsyms", "sched_debug"};
    char path[4096];
    snprintf(path, sizeof path, "%s/proc", root);
    if (mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return -1;
    for (size_t i = 0; i < sizeof frozen / sizeof *frozen; i++) {
        snprintf(path, sizeof path, "%s/proc/%s", root, frozen[i]);
        if (attach(path, path, READ_ONLY) != 0 && errno != ENOENT) return -1;
    }
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        snprintf(path, sizeof path, "%s/proc/%s", root, hidden[i]);
        if (attach("/dev/null", path, DEVICE) != 0 && errno != ENOENT) return -1;
    }
    return 0;
}

/* Makes the prepared directory this process's whole world. Everything else is gone afterwards. */
int mounts_build_root(const struct config *config, const char **where) {
    char path[4096];
    *where = "/";
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return -1;
    *where = config->root;
    if (attach(config->root, config->root, READ_ONLY) != 0) return -1;
    for (int i = 0; i < config->bind_count; i++) {
        const struct bind *bind = &config->binds[i];
        *where = bind->source;
        snprintf(path, sizeof path, "%s%s", config->root, bind->target);
        if (attach(bind->source, path, bind->device ? DEVICE : READ_ONLY) != 0) return -1;
    }
    *where = "/proc";
    if (mount_proc(config->root) != 0) return -1;
    *where = "/tmp";
    snprintf(path, sizeof path, "%s/tmp", config->root);
    if (mount_tmp(config, path) != 0) return -1;
    *where = "pivot_root";
    if (chdir(config->root) != 0) return -1;
    if (syscall(SYS_pivot_root, ".", ".") != 0) return -1;
    if (umount2(".", DETACH) != 0) return -1;
    return chdir("/");
}

/* A tree that is ready to be put at its place. */
struct late {
    const char *target;
    int tree;
};

static int write_map(pid_t process, const char *name, unsigned inside, unsigned outside) {
    char path[64], line[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int) process, name);
    int length = snprintf(line, sizeof line, "%u %u 1\n", inside, outside);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = write(fd, line, (size_t) length) == length ? 0 : -1;
    close(fd);
    return result;
}

/* A user namespace, as mounts are mapped by: what belongs to `disk` there is `user`'s here. */
static int user_map(const struct stat *disk, uid_t user) {
    int ready[2];
    char path[64];
    if (pipe2(ready, O_CLOEXEC) != 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        char word = unshare(CLONE_NEWUSER) == 0 ? 'y' : 'n';
        if (write(ready[1], &word, 1) != 1) _exit(1);
        pause();
        _exit(0);
    }
    char word = 'n';
    int fd = -1;
    if (child > 0 && read(ready[0], &word, 1) == 1 && word == 'y'
            && write_map(child, "uid_map", disk->st_uid, user) == 0
            && write_map(child, "gid_map", disk->st_gid, user) == 0) {
        snprintf(path, sizeof path, "/proc/%d/ns/user", (int) child);
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    close(ready[0]);
    close(ready[1]);
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    return fd;
}

/* A directory that the sandbox writes to as the directory's owner. Not as root: what it left there
 * with a set-user-id bit would be root's outside. Where the file system cannot be mapped, or the
 * owner is root, the sandbox may do what others may. */
static int detached_writable(const char *source, uid_t user) {
    struct stat disk;
    if (stat(source, &disk) != 0) return -1;
    int tree = detached_bind(source, WRITABLE);
    if (tree < 0 || user == 0 || disk.st_uid == 0 || disk.st_gid == 0) return tree;
    int map = user_map(&disk, user);
    if (map < 0) return tree;
    struct mount_attr attr = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t) map};
    (void) syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attr, sizeof attr);
    close(map);
    return tree;
}

/* Words are: target, number of sources or "rw" for one that is written to, sources; again and
 * again. Returns how many, or -1. */
static int make_trees(const struct world *world, char *const *words, int count, struct late *made) {
    int trees = 0;
    for (int at = 0; at + 2 < count; trees++) {
        bool writable = strcmp(words[at + 1], "rw") == 0;
        int sources = writable ? 1 : atoi(words[at + 1]);
        if (sources < 1 || at + 2 + sources > count || trees == MAX_BINDS) {
            errno = EINVAL;
            return -1;
        }
        made[trees].target = words[at];
        made[trees].tree = writable ? detached_writable(words[at + 2], world->owner)
                : sources == 1 ? detached_bind(words[at + 2], READ_ONLY)
                               : detached_overlay(words + at + 2, sources);
        if (made[trees].tree < 0) return -1;
        at += 2 + sources;
    }
    return trees;
}

/* A process of the node's own namespaces becomes one that may mount; a copy of them must do for
 * a process without privileges. */
static int prepare(const struct world *world) {
    if (world->user < 0) return 0;
    return setns(world->user, CLONE_NEWUSER) == 0 ? unshare(CLONE_NEWNS) : -1;
}

static int add_mounts(const struct world *world, char *const *words, int count) {
    struct late made[MAX_BINDS];
    if (prepare(world) != 0) return -1;
    int trees = make_trees(world, words, count, made);
    if (trees < 0 || setns(world->mounts, CLONE_NEWNS) != 0) return -1;
    for (int i = 0; i < trees; i++) {
        if (put_at(made[i].tree, made[i].target) != 0) return -1;
    }
    return 0;
}

static int add_tmp(const struct world *world, const char *image, uid_t owner) {
    int tree = detached_image(image);
    if (tree < 0 || setns(world->mounts, CLONE_NEWNS) != 0) return -1;
    return put_tmp(tree, "/tmp", owner);
}

static int await(pid_t child) {
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return -1;
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
    return errno == 0 ? 0 : -1;
}

/* Adds directories to a sandbox that already runs. In a child, since entering a mount
 * namespace is for good; all trees are made on this side of it and put on the other. */
int mounts_add(const struct world *world, char *const *words, int count) {
    pid_t child = fork();
    if (child == 0) _exit(add_mounts(world, words, count) == 0 ? 0 : errno);
    return await(child);
}

/* Puts an empty /tmp of another size over the present one. */
int mounts_replace_tmp(const struct world *world, const char *image, uid_t owner) {
    pid_t child = fork();
    if (child == 0) _exit(add_tmp(world, image, owner) == 0 ? 0 : errno);
    return await(child);
}
