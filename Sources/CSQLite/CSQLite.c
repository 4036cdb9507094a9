#include "CSQLite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int csqlite_configure(void) { return sqlite3_config(SQLITE_CONFIG_MULTITHREAD); }

int csqlite_harden(sqlite3 *database) {
  int rc = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  if (rc == SQLITE_OK) rc = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (rc == SQLITE_OK) rc = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  if (rc == SQLITE_OK) rc = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  return rc;
}

int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, uint64_t count) {
  return sqlite3_bind_text64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

int csqlite_create_private(const char *path) {
  int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return errno == EEXIST ? 0 : errno;
  return close(fd) == 0 ? 0 : errno;
}

static int sync_one(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC);
  if (fd < 0) return errno;
  int failure = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return failure;
}

int csqlite_sync(const char *path) {
  int failure = sync_one(path, O_RDONLY);
  if (failure) return failure;
  char folder[PATH_MAX];
  size_t length = strlen(path);
  if (length >= sizeof folder) return ENAMETOOLONG;
  memcpy(folder, path, length + 1);
  char *slash = strrchr(folder, '/');
  if (slash == folder) slash[1] = 0;
  else if (slash) *slash = 0;
  else memcpy(folder, ".", 2);
  return sync_one(folder, O_RDONLY | O_DIRECTORY);
}

int csqlite_rename(const char *from, const char *to) { return rename(from, to) == 0 ? 0 : errno; }

int csqlite_remove(const char *path) { return unlink(path) == 0 || errno == ENOENT ? 0 : errno; }

int64_t csqlite_length(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 ? (int64_t)info.st_size : -1;
}
