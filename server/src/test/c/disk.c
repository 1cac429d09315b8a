// A disk that tests can pull the plug of, preloaded into a process (LD_PRELOAD).
//
// Before anything is written to a file in the folder DISK_FOLDER, what stood there is noted in the
// file DISK_TRACE; so is every sync. Whoever kills the process can then undo what was never synced
// (PowerCut.java). The first word of the file DISK_FAULT, if there is one, makes the disk fail as
// long as it is not 0.
//
// Left out: SQLite's -shm, which is made anew after a crash, and the names of files: a file that
// was made is there, with or without its content.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, SYNC_BEGINS, SYNC_ENDS, GONE, TRUNCATE };
enum fault { NONE, READ_ONLY, SYNCS_FAIL };
enum tracked { UNKNOWN, YES, NO };

// One entry of the trace; `kept` bytes that stood at `offset` follow it.
struct entry {
  uint64_t magic, kind, file, offset, length, size, kept;
};

#define MAGIC 0x6b73696474736f70u
#define FILES 65536

static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
static volatile uint32_t *fault;
static unsigned char tracked[FILES];
static atomic_ulong syncs;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("DISK_FOLDER"), *file = getenv("DISK_TRACE");
  const char *control = getenv("DISK_FAULT");
  if (!name || !file) return;
  folder_length = (size_t)snprintf(folder, sizeof folder, "%s/", name);
  trace = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (trace < 0) {
    perror(file);
    _exit(99);
  }
  if (!control) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC, 0);
  void *word = mmap(NULL, sizeof *fault, PROT_READ, MAP_SHARED, fd, 0);
  if (fd >= 0 && word != MAP_FAILED) fault = word;
}

static int broken(enum fault which) { return fault && *fault == which; }

static int failing(int error) {
  errno = error;
  return -1;
}

static int concerns(const char *path) {
  size_t length = strlen(path);
  return trace >= 0 && !strncmp(path, folder, folder_length) &&
         !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static int is_tracked(int fd) {
  char link[64], path[PATH_MAX];
  if (trace < 0 || fd < 0 || fd >= FILES) return 0;
  if (tracked[fd] == UNKNOWN) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    tracked[fd] = concerns(path) ? YES : NO;
  }
  return tracked[fd] == YES;
}

static int opened(int fd) {
  if (fd >= 0 && fd < FILES) tracked[fd] = UNKNOWN;
  return fd;
}

static void note(struct entry entry, void *old) {
  int error = errno;
  entry.magic = MAGIC;
  struct iovec parts[] = {{&entry, sizeof entry}, {old, entry.kept}};
  if (syscall(SYS_writev, trace, parts, 2) != (long)(sizeof entry + entry.kept)) {
    perror("the trace of the disk");
    _exit(99);
  }
  errno = error;
}

static ssize_t stood(int fd, char *old, size_t length, off_t offset) {
  char link[64];
  ssize_t got = syscall(SYS_pread64, fd, old, length, offset);
  if (got >= 0) return got;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int readable = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
  got = syscall(SYS_pread64, readable, old, length, offset);
  syscall(SYS_close, readable);
  return got;
}

static void note_change(enum kind kind, int fd, off_t offset, size_t length) {
  struct stat now;
  fstat(fd, &now);
  off_t end = kind == TRUNCATE ? now.st_size : offset + (off_t)length;
  off_t known = end < now.st_size ? end : now.st_size;
  size_t there = known > offset ? (size_t)(known - offset) : 0;
  char *old = malloc(there + 1);
  ssize_t kept = there ? stood(fd, old, there, offset) : 0;
  note((struct entry){.kind = kind, .file = now.st_ino, .offset = (uint64_t)offset,
                      .length = length, .size = (uint64_t)now.st_size,
                      .kept = kept < 0 ? 0 : (uint64_t)kept},
       old);
  free(old);
}

static off_t position(int fd) {
  struct stat now;
  if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &now) ? 0 : now.st_size;
  return lseek(fd, 0, SEEK_CUR);
}

static size_t sum(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  return length;
}

// Whether the write may go on. A write at offset -1 is one at the file's position.
static int written(int fd, off_t offset, size_t length) {
  if (!is_tracked(fd)) return 1;
  if (broken(READ_ONLY)) return 0;
  note_change(WRITE, fd, offset < 0 ? position(fd) : offset, length);
  return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return written(fd, -1, length) ? syscall(SYS_write, fd, bytes, length) : failing(EROFS);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return written(fd, -1, sum(parts, count)) ? syscall(SYS_writev, fd, parts, count)
                                            : failing(EROFS);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return written(fd, offset, length) ? syscall(SYS_pwrite64, fd, bytes, length, offset)
                                     : failing(EROFS);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return written(fd, offset, sum(parts, count))
             ? syscall(SYS_pwritev, fd, parts, (long)count, (long)offset, 0L)
             : failing(EROFS);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

int ftruncate64(int fd, off64_t size) {
  if (is_tracked(fd)) {
    if (broken(READ_ONLY)) return failing(EROFS);
    note_change(TRUNCATE, fd, size, 0);
  }
  return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_by(long call, int fd) {
  struct stat now;
  if (!is_tracked(fd)) return (int)syscall(call, fd);
  if (broken(SYNCS_FAIL) || broken(READ_ONLY)) return failing(EIO);
  fstat(fd, &now);
  uint64_t id = ((uint64_t)getpid() << 32) + atomic_fetch_add(&syncs, 1);
  note((struct entry){.kind = SYNC_BEGINS, .file = now.st_ino, .offset = id}, NULL);
  int result = (int)syscall(call, fd);
  if (!result) note((struct entry){.kind = SYNC_ENDS, .file = now.st_ino, .offset = id}, NULL);
  return result;
}

int fsync(int fd) { return sync_by(SYS_fsync, fd); }

int fdatasync(int fd) { return sync_by(SYS_fdatasync, fd); }

static int open_by(int at, const char *path, int flags, va_list more) {
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  int writes = (flags & O_ACCMODE) != O_RDONLY;
  if (writes && broken(READ_ONLY) && concerns(path)) return failing(EROFS);
  return opened((int)syscall(SYS_openat, at, path, flags, mode));
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    va_list more;                               \
    va_start(more, flags);                      \
    int fd = open_by(AT_FDCWD, path, flags, more); \
    va_end(more);                               \
    return fd;                                  \
  }
#define OPEN_AT(name)                                  \
  int name(int at, const char *path, int flags, ...) { \
    va_list more;                                      \
    va_start(more, flags);                             \
    int fd = open_by(at, path, flags, more);           \
    va_end(more);                                      \
    return fd;                                         \
  }
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

int close(int fd) {
  opened(fd);
  return (int)syscall(SYS_close, fd);
}

// The number of a file that is gone may be given to another.
static void note_gone(int at, const char *path) {
  struct stat now;
  if (trace >= 0 && !fstatat(at, path, &now, AT_SYMLINK_NOFOLLOW))
    note((struct entry){.kind = GONE, .file = now.st_ino}, NULL);
}

int unlinkat(int at, const char *path, int flags) {
  note_gone(at, path);
  return (int)syscall(SYS_unlinkat, at, path, flags);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rename(const char *from, const char *to) {
  note_gone(AT_FDCWD, to);
  return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}
