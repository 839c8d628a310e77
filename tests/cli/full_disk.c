/* A disk that is full while a file is there. Preloaded, it stands before the C library's functions that write: below
   BELOW no file grows while FULL exists, and while LOG_FULL exists nothing is written to PostgreSQL's log either. While
   FILES_FULL exists, no file grows below BELOW/files. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int exists(const char *path) { return access(path, F_OK) == 0; }

static int below(const char *path) { return strncmp(path, BELOW, strlen(BELOW)) == 0; }

static int below_files(const char *path) { return strncmp(path, BELOW "/files/", strlen(BELOW "/files/")) == 0; }

/* Whether a file has no room for what would end at this place; a negative one is so far from where it stands. */
static int full(int fd, off_t place, size_t size) {
    char name[64], path[4096];
    struct stat file;
    int before = errno, is_full = 0;
    ssize_t length;
    if (exists(FULL) || exists(FILES_FULL)) {
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        length = readlink(name, path, sizeof path - 1);
        if (length > 0) {
            path[length] = 0;
            if (below(path) && (exists(FULL) || below_files(path)) && fstat(fd, &file) == 0 && S_ISREG(file.st_mode)) {
                if (place < 0)
                    place = fcntl(fd, F_GETFL) & O_APPEND ? file.st_size : lseek(fd, 0, SEEK_CUR);
                is_full = place + (off_t)size > file.st_size
                    || (strstr(path, "/pg_wal/") && exists(LOG_FULL));
            }
        }
    }
    errno = is_full ? ENOSPC : before;
    return is_full;
}

static size_t sum(const struct iovec *parts, int count) {
    size_t size = 0;
    for (int at = 0; at < count; at++)
        size += parts[at].iov_len;
    return size;
}

ssize_t write(int fd, const void *data, size_t size) {
    return full(fd, -1, size) ? -1 : REAL(write)(fd, data, size);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    return full(fd, -1, sum(parts, count)) ? -1 : REAL(writev)(fd, parts, count);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    return full(fd, place, size) ? -1 : REAL(pwrite)(fd, data, size, place);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    return full(fd, place, size) ? -1 : REAL(pwrite64)(fd, data, size, place);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t place) {
    return full(fd, place, sum(parts, count)) ? -1 : REAL(pwritev)(fd, parts, count, place);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t place) {
    return full(fd, place, sum(parts, count)) ? -1 : REAL(pwritev64)(fd, parts, count, place);
}

int posix_fallocate(int fd, off_t place, off_t size) {
    return full(fd, place, size) ? ENOSPC : REAL(posix_fallocate)(fd, place, size);
}

int posix_fallocate64(int fd, off64_t place, off64_t size) {
    return full(fd, place, size) ? ENOSPC : REAL(posix_fallocate64)(fd, place, size);
}

int fallocate(int fd, int mode, off_t place, off_t size) {
    return full(fd, place, size) ? -1 : REAL(fallocate)(fd, mode, place, size);
}

int fallocate64(int fd, int mode, off64_t place, off64_t size) {
    return full(fd, place, size) ? -1 : REAL(fallocate64)(fd, mode, place, size);
}

int statvfs(const char *path, struct statvfs *disk) {
    int result = REAL(statvfs)(path, disk);
    if (result == 0 && below(path) && exists(FULL))
        disk->f_bfree = disk->f_bavail = 0;
    return result;
}

int statvfs64(const char *path, struct statvfs64 *disk) {
    int result = REAL(statvfs64)(path, disk);
    if (result == 0 && below(path) && exists(FULL))
        disk->f_bfree = disk->f_bavail = 0;
    return result;
}
