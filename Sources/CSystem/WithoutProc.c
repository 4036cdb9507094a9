#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// libdispatch asks every second under /proc/<thread>/stat whether its threads run, and stops the program where it can't. The release is
// linked with --wrap=open, so that its calls come here: without /proc each thread is said to run, and at most a thread too few is started.
// Elsewhere nobody calls this, and the real open has no such name.

extern int __real_open(const char *path, int flags, ...) __attribute__((weak));

static int is_thread_stat(const char *path) {
  if (strncmp(path, "/proc/", 6) != 0) return 0;
  const char *rest = path + 6 + strspn(path + 6, "0123456789");
  return rest > path + 6 && strcmp(rest, "/stat") == 0;
}

int __wrap_open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  int file = __real_open(path, flags, mode);
  if (file >= 0 || errno != ENOENT || !is_thread_stat(path) || access("/proc/self", F_OK) == 0) return file;
  static const char runs[] = "0 (thread) R 0";
  file = memfd_create("stat", MFD_CLOEXEC);
  if (file >= 0 && (write(file, runs, sizeof runs - 1) < 0 || lseek(file, 0, SEEK_SET) < 0)) {
    close(file);
    return -1;
  }
  return file;
}
