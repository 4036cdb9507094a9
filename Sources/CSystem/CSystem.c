#define _GNU_SOURCE
#include "CSystem.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/vfs.h>
#include <unistd.h>

int cs_open(const char *path, int flags, unsigned int mode) { return open(path, flags | O_CLOEXEC, mode); }

// Constant texts, unlike strerror(3), so any thread may ask.
const char *cs_error_text(int code) { return strerrordesc_np(code); }

int cs_duplicate(int descriptor, int lowest) { return fcntl(descriptor, F_DUPFD_CLOEXEC, lowest); }

int cs_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int64_t cs_file_system(const char *path) {
  struct statfs about;
  return statfs(path, &about) == 0 ? (int64_t)(uint32_t)about.f_type : -1;
}

int cs_sync_disk(int descriptor) { return syncfs(descriptor); }

int cs_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int cs_close_from(void *actions, int lowest) { return posix_spawn_file_actions_addclosefrom_np(actions, lowest); }

int cs_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  int limit = setrlimit(RLIMIT_CORE, &none);
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? limit : -1;
}

int cs_pidfd(int pid) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, pid, 0);
#else
  (void)pid;
  errno = ENOSYS;
  return -1;
#endif
}

// One descriptor a signal; written by cs_signal_to before its handler is set.
static volatile int signal_descriptors[NSIG];

static void on_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe means that the news is there already.
  ssize_t written = write(signal_descriptors[number], &byte, 1);
  (void)written;
  errno = saved;
}

int cs_signal_to(int number, int descriptor) {
  if (number <= 0 || number >= NSIG) return -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  signal_descriptors[number] = descriptor;
  return sigaction(number, &action, NULL);
}

int cs_ignore_signal(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_IGN;
  return sigaction(number, &action, NULL);
}

int cs_open_diag(void) {
  int descriptor = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (descriptor < 0) return -1;
  struct timeval limit = {1, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return descriptor;
}

int cs_ask_diag(int descriptor, uint32_t local, uint16_t local_port, uint32_t remote, uint16_t remote_port, uint32_t *uid) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
  } question;
  memset(&question, 0, sizeof question);
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.request.sdiag_family = AF_INET;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = (uint32_t)-1;
  question.request.id.idiag_src[0] = htonl(local);
  question.request.id.idiag_sport = htons(local_port);
  question.request.id.idiag_dst[0] = htonl(remote);
  question.request.id.idiag_dport = htons(remote_port);
  question.request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  question.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  if (send(descriptor, &question, sizeof question, 0) != (ssize_t)sizeof question) return -1;
  union {
    struct nlmsghdr header;
    unsigned char bytes[4096];
  } answer;
  ssize_t size = recv(descriptor, &answer, sizeof answer, 0);
  if (size < 0) return -1;
  if (!NLMSG_OK(&answer.header, (size_t)size) || answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
      (size_t)size < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) {
    errno = ENOENT;
    return -1;
  }
  struct inet_diag_msg *found = NLMSG_DATA(&answer.header);
  // The kernel may fall back to a listener; only the very connection counts.
  if (found->id.idiag_sport != question.request.id.idiag_sport || found->id.idiag_dport != question.request.id.idiag_dport) {
    errno = ENOENT;
    return -1;
  }
  // A socket without an inode is closed by its process already; the user it shows is no evidence.
  if (found->idiag_inode == 0) {
    errno = ENOENT;
    return -1;
  }
  *uid = found->idiag_uid;
  return 0;
}

int cs_dns_query(const char *name, int type, int seconds, int tries, const char *server, unsigned short port, unsigned char *answer, int size, int *trouble) {
  struct __res_state state;
  memset(&state, 0, sizeof state);
  if (res_ninit(&state) != 0) {
    *trouble = TRY_AGAIN;
    return -1;
  }
  if (server) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, server, &own.sin_addr) != 1) {
      *trouble = TRY_AGAIN;
      res_nclose(&state);
      return -1;
    }
    // The system's options, such as TCP only, stay; its servers go.
    state.nscount = 1;
    state.nsaddr_list[0] = own;
    state._u._ext.nscount = 0;
  }
  state.retrans = seconds;
  state.retry = tries;
  int length = res_nquery(&state, name, ns_c_in, type, answer, size);
  *trouble = length < 0 ? state.res_h_errno : 0;
  res_nclose(&state);
  return length;
}

int cs_dns_name(const unsigned char *message, size_t size, size_t offset, char *text, int room) {
  if (offset >= size) return -1;
  return dn_expand(message, message + size, message + offset, text, room);
}
