/* File access by allow-list, for processes that share the host's view of the file system. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define READ \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
/* A rule for a single file may name no right of directories. */
#define FILE_RIGHTS \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE \
            | TRUNCATE)
/* All rights of the first version of Landlock; later ones are asked for where the kernel has them. */
#define ALL_OF_FIRST_VERSION ((1ULL << 13) - 1)
#define REFER (1ULL << 13)
#define TRUNCATE (1ULL << 14)

static int allow(int rules, char *const *paths, int count, uint64_t access) {
    for (int i = 0; i < count; i++) {
        struct landlock_path_beneath_attr rule = {.allowed_access = access};
        rule.parent_fd = open(paths[i], O_PATH | O_CLOEXEC);
        if (rule.parent_fd < 0) {
            if (errno == ENOENT) continue;
            return -1;
        }
        struct stat facts;
        bool file = fstat(rule.parent_fd, &facts) == 0 && !S_ISDIR(facts.st_mode);
        if (file) rule.allowed_access &= FILE_RIGHTS;
        long result = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(rule.parent_fd);
        if (result != 0) return -1;
    }
    return 0;
}

int landlock_restrict(char *const *readable, int readable_count, char *const *writable,
        int writable_count) {
    long version =
            syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return -1;
    uint64_t all = ALL_OF_FIRST_VERSION | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0);
    struct landlock_ruleset_attr handled = {.handled_access_fs = all};
    int rules = (int) syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) return -1;
    int result = -1;
    if (allow(rules, readable, readable_count, READ) == 0
            && allow(rules, writable, writable_count, all) == 0
            && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        result = (int) syscall(SYS_landlock_restrict_self, rules, 0);
    }
    close(rules);
    return result;
}
