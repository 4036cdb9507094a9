#pragma once
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#if SQLITE_VERSION_NUMBER < 3037000
#error "SQLite 3.37 or newer is needed: STRICT tables."
#endif

/// Asks for the multi-thread mode; only has an effect before SQLite is first used. Returns an SQLite code.
int csqlite_configure(void);

/// Sets the switches of one connection that have no PRAGMA: untrusted schema, defensive, no "strings" in double quotes.
int csqlite_harden(sqlite3 *database);

/// Binds a copy of `count` bytes of UTF-8; NUL bytes are kept.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, uint64_t count);

/// Binds a copy of `count` bytes; an empty blob stays a blob and does not become NULL.
int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count);

/// Makes an empty file that only its owner may read, if there is none. Returns 0 or errno.
int csqlite_create_private(const char *path);

/// Writes a closed file and the folder that names it to the disk. Returns 0 or errno.
int csqlite_sync(const char *path);

/// Gives a closed file its final name, replacing what was there. Returns 0 or errno.
int csqlite_rename(const char *from, const char *to);

/// Removes a file; it is no error when there is none. Returns 0 or errno.
int csqlite_remove(const char *path);

/// The length of a file in bytes, or -1.
int64_t csqlite_length(const char *path);
