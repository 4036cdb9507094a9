#define _GNU_SOURCE
#include "CZlib.h"
#include <poll.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

const short net_poll_peer_closed = POLLRDHUP;

int net_deflate_init(z_stream *stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

int net_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }

int net_accept_cloexec(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int net_event_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
