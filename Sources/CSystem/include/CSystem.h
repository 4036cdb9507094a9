// The few C lines that hide variadic calls and macros of the operating system from Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>

// open(2) with O_CLOEXEC added; mode counts only with O_CREAT.
int cs_open(const char *path, int flags, unsigned int mode);
// The system's words for an errno, or NULL.
const char *cs_error_text(int code);
// A copy of a descriptor, not below lowest, closed on exec.
int cs_duplicate(int descriptor, int lowest);
// A pipe whose ends are closed on exec; 0 or -1.
int cs_pipe(int ends[2]);
// flock(2): exclusive, without waiting; 0 or -1.
int cs_lock(int descriptor);
// In a child, closes every descriptor from lowest on; actions is a posix_spawn_file_actions_t. 0, or an errno.
int cs_close_from(void *actions, int lowest);
// No core file and no ptrace by others of this user; 0 or -1.
int cs_forbid_dumps(void);
// A descriptor that gets readable when the process ends, or -1 where the kernel has none.
int cs_pidfd(int pid);
// From now on the signal writes its number, one byte, to the descriptor; 0 or -1.
int cs_signal_to(int signal_number, int descriptor);
// Ignores a signal; 0 or -1.
int cs_ignore_signal(int signal_number);
// A netlink socket for sock_diag(7), or -1.
int cs_open_diag(void);
// Asks sock_diag for the user of the TCP socket with this local and remote end (host order, IPv4); 0, or -1 with errno.
int cs_ask_diag(int descriptor, uint32_t local, uint16_t local_port, uint32_t remote, uint16_t remote_port, uint32_t *uid);
// res_nquery(3) for class IN with a time limit and tries of its own; bytes of the answer, or -1 with h_errno in *trouble.
int cs_dns_query(const char *name, int type, int seconds, int tries, const char *server, unsigned short port, unsigned char *answer, int size, int *trouble);
// Expands a compressed domain name of a DNS message; bytes that it took, or -1.
int cs_dns_name(const unsigned char *message, size_t size, size_t offset, char *text, int room);
// The path that the program was started by, as the kernel tells it; needs no /proc.
const char *cs_program_name(void);
// The build id of the program in hexadecimal; empty where it was linked without.
void cs_build_id(char out[41]);
// From now on a crash writes a report into the folder, with `about` at its head, and then ends the process as it would have; 0 or -1.
int cs_crash_watch(const char *folder, const char *about);
// Keeps a line of the log, with its line end, for the report. One thread at a time.
void cs_crash_note(const char *line, size_t count);
// Passes on what a pipe brings, once, and keeps it for the report; bytes, 0 at its end, or -1.
long cs_crash_errors(int from, int to);
// A stack for this thread's report when its own is full; NULL takes it away again; 0 or -1.
int cs_crash_stack(void *bytes, size_t count);
// An argument of the program as it was started; NULL past the last.
const char *cs_argument(int index);
// The Ed25519 public key that updates are signed by, as packaging/stamp wrote it into the program; 1, or 0 where there is none.
int cs_stamp_key(unsigned char out[32]);
// The version that packaging/stamp wrote into the program; empty where it wrote none.
void cs_stamp_version(char out[33]);
// The kind of file system that a path lies on, as the kernel numbers it (statfs(2)); -1 where it can't be told.
int64_t cs_file_system(const char *path);
// Writes everything that waits for the disk of a descriptor (syncfs(2)); 0 or -1.
int cs_sync_disk(int descriptor);
