#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static int argument_count;
static char **all_arguments;

// Runs before any constructor. A static Swift program aborts before main where /proc is missing, unless it is told a folder of its own;
// and it reads its arguments from there, so they are kept here.
static void at_first(int count, char **arguments, char **environment) {
  (void)environment;
  argument_count = count;
  all_arguments = arguments;
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}
__attribute__((section(".preinit_array"), used)) static void (*const run_at_first)(int, char **, char **) = at_first;

const char *cs_argument(int index) { return index >= 0 && index < argument_count ? all_arguments[index] : NULL; }

const char *cs_program_name(void) { return (const char *)getauxval(AT_EXECFN); }

// The note that the linker's --build-id leaves (elf(5), NT_GNU_BUILD_ID = 3).
static int find_build_id(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  char *out = context;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type != PT_NOTE) continue;
    const char *note = (const char *)(info->dlpi_addr + header->p_vaddr), *end = note + header->p_memsz;
    while (note + sizeof(ElfW(Nhdr)) <= end) {
      const ElfW(Nhdr) *about = (const void *)note;
      const char *name = note + sizeof *about;
      const unsigned char *bytes = (const unsigned char *)name + ((about->n_namesz + 3) & ~3u);
      if (about->n_type == 3 && about->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 && about->n_descsz <= 20) {
        for (unsigned k = 0; k < about->n_descsz; k++) {
          out[2 * k] = "0123456789abcdef"[bytes[k] >> 4];
          out[2 * k + 1] = "0123456789abcdef"[bytes[k] & 15];
        }
        return 1;
      }
      note = (const char *)bytes + ((about->n_descsz + 3) & ~3u);
    }
  }
  return 1;  // the first is the program itself
}

void cs_build_id(char out[41]) {
  memset(out, 0, 41);
  dl_iterate_phdr(find_build_id, out);
}

// Of the first program header list, which is the program's own: what can be read again from its file.
static int give_back(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  (void)context;
  long page = sysconf(_SC_PAGESIZE);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type != PT_LOAD || header->p_flags & PF_W) continue;
    uintptr_t start = (info->dlpi_addr + header->p_vaddr) & ~(uintptr_t)(page - 1);
    madvise((void *)start, info->dlpi_addr + header->p_vaddr + header->p_memsz - start, MADV_DONTNEED);
  }
  return 1;
}

void cs_give_back(void) {
  dl_iterate_phdr(give_back, NULL);
  malloc_trim(0);
}

// Everything below here that the handler touches is memory of its own; it calls nothing but what signal-safety(7) allows.
enum { RING = 8192, ALTERNATE = 32 << 10, FRAMES = 40 };
struct ring {
  char bytes[RING];
  volatile size_t end;
};
static struct ring lines, errors;
static char head[1024];
static char path[PATH_MAX];
static size_t path_length;
static char alternate[ALTERNATE];
static atomic_flag is_reporting = ATOMIC_FLAG_INIT;

static void remember(struct ring *ring, const char *text, size_t count) {
  if (count > RING) text += count - RING, count = RING;
  for (size_t i = 0; i < count; i++) ring->bytes[(ring->end + i) % RING] = text[i];
  ring->end += count;
}

void cs_crash_note(const char *line, size_t count) { remember(&lines, line, count); }

long cs_crash_errors(int from, int to) {
  char piece[1024];
  ssize_t count;
  do count = read(from, piece, sizeof piece);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return count;
  remember(&errors, piece, (size_t)count);
  for (ssize_t done = 0; done < count;) {
    ssize_t written = write(to, piece + done, (size_t)(count - done));
    if (written < 0 && errno != EINTR) break;
    if (written > 0) done += written;
  }
  return count;
}

static void put(int file, const char *text, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, text, count);
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text += written, count -= (size_t)written;
  }
}

static void say(int file, const char *text) { put(file, text, strlen(text)); }

static size_t number(char *end, unsigned long long value, unsigned base) {
  size_t count = 0;
  do end[-(long)++count] = "0123456789abcdef"[value % base];
  while ((value /= base) != 0);
  return count;
}

static void say_number(int file, unsigned long long value, unsigned base) {
  char text[24], *end = text + sizeof text;
  size_t count = number(end, value, base);
  put(file, end - count, count);
}

static void say_address(int file, uintptr_t address) {
  say(file, " 0x");
  say_number(file, address, 16);
}

// Whole lines only: the first one of a full ring is cut off.
static void say_lines(int file) {
  size_t end = lines.end, at = end > RING ? end - RING : 0;
  if (at > 0) while (at < end && lines.bytes[at++ % RING] != '\n') {}
  for (; at < end; at++) put(file, &lines.bytes[at % RING], 1);
}

// Of what the runtime said only the lines of fatal errors, and those no further than a quote: behind one there may be a value.
static void say_errors(int file) {
  static const char mark[] = "Fatal error: ";
  size_t end = errors.end, at = end > RING ? end - RING : 0, found = 0;
  for (; at < end; at++) {
    char byte = errors.bytes[at % RING];
    if (found < sizeof mark - 1) {
      found = byte == mark[found] ? found + 1 : byte == mark[0];
      if (found == sizeof mark - 1) say(file, mark);
    } else if (byte == '\n' || byte == '\'' || byte == '"' || byte == '@' || byte == '(' || (byte & 0x80)) {
      say(file, "\n");
      found = 0;
      while (at < end && errors.bytes[at % RING] != '\n') at++;
    } else {
      put(file, &byte, 1);
    }
  }
  if (found == sizeof mark - 1) say(file, "\n");
}

static const char *name_of(int signal_number) {
  switch (signal_number) {
  case SIGSEGV: return "SIGSEGV, memory that is not there";
  case SIGBUS: return "SIGBUS, memory that can't be reached";
  case SIGILL: return "SIGILL, the program stopped itself at something impossible";
  case SIGTRAP: return "SIGTRAP, the program stopped itself at something impossible";
  case SIGFPE: return "SIGFPE, an impossible calculation";
  case SIGABRT: return "SIGABRT, a library gave up";
  default: return "unknown";
  }
}

static void say_frames(int file, void *context) {
  const ucontext_t *state = context;
#if defined(__x86_64__)
  uintptr_t at = (uintptr_t)state->uc_mcontext.gregs[REG_RIP], frame = (uintptr_t)state->uc_mcontext.gregs[REG_RBP];
#elif defined(__aarch64__)
  uintptr_t at = (uintptr_t)state->uc_mcontext.pc, frame = (uintptr_t)state->uc_mcontext.regs[29];
#else
  uintptr_t at = 0, frame = 0;
  (void)state;
#endif
  say_address(file, at);
  // Each frame begins with the caller's frame and the place to return to; a broken chain ends the report here, with all else written.
  for (int i = 0; i < FRAMES && frame != 0 && frame % sizeof(void *) == 0; i++) {
    const uintptr_t *words = (const uintptr_t *)frame;
    if (words[1] == 0) break;
    say_address(file, words[1]);
    if (words[0] <= frame || words[0] - frame > (1 << 20)) break;
    frame = words[0];
  }
  say(file, "\n");
}

static void on_crash(int signal_number, siginfo_t *info, void *context) {
  (void)info;
  if (atomic_flag_test_and_set(&is_reporting)) {
    // Another thread writes the report: it ends the process.
    struct timespec second = {1, 0};
    nanosleep(&second, NULL);
    _exit(128 + signal_number);
  }
  // Whoever passes standard error on needs a moment for the last line.
  struct timespec moment = {0, 50 * 1000 * 1000};
  nanosleep(&moment, NULL);
  char *end = path + path_length + 24;
  time_t now = time(NULL);
  size_t digits = number(end, (unsigned long long)now, 10);
  memmove(path + path_length, end - digits, digits);
  memcpy(path + path_length + digits, ".txt", 5);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file >= 0) {
    say(file, head);
    say(file, "Seconds since 1970: ");
    say_number(file, (unsigned long long)now, 10);
    say(file, "\nSignal: ");
    say_number(file, (unsigned long long)signal_number, 10);
    say(file, ", ");
    say(file, name_of(signal_number));
    say(file, "\n");
    say_errors(file);
    say(file, "\nThe last lines of the log:\n");
    say_lines(file);
    say(file, "\nPlaces in the program:\n");
    say_frames(file, context);
    fsync(file);
    close(file);
  }
  raise(signal_number);
}

int cs_crash_stack(void *bytes, size_t count) {
  stack_t stack = {0};
  if (bytes == NULL) stack.ss_flags = SS_DISABLE;
  stack.ss_sp = bytes;
  stack.ss_size = count;
  return sigaltstack(&stack, NULL);
}

int cs_crash_watch(const char *folder, const char *about) {
  size_t length = strlen(folder);
  if (length + 48 > sizeof path || strlen(about) >= sizeof head) return -1;
  memcpy(path, folder, length);
  path[length] = '/';
  path_length = length + 1;
  strcpy(head, about);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_crash;
  // Reset: whatever happens while reporting, and the raise at its end, end the process as usual.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  const int all[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (sigaction(all[i], &action, NULL) != 0) return -1;
  }
  return cs_crash_stack(alternate, sizeof alternate);
}
