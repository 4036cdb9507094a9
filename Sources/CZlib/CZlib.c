#define _GNU_SOURCE
#include "CZlib.h"
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

const short net_poll_peer_closed = POLLRDHUP;

int net_deflate_init(z_stream *stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

z_stream *zlib_inflate_begin(int window_bits) {
  z_stream *stream = calloc(1, sizeof *stream);
  if (!stream || inflateInit2(stream, window_bits) == Z_OK) return stream;
  free(stream);
  return NULL;
}

// zlib counts in 32 bits: content of 4 GiB and more goes in pieces.
static unsigned piece(size_t bytes) { return bytes < 1u << 30 ? (unsigned)bytes : 1u << 30; }

int zlib_inflate_step(z_stream *stream, const unsigned char *bytes, size_t length, size_t *taken, unsigned char *room, size_t size, size_t *made) {
  unsigned in = piece(length - *taken), out = piece(size);
  // An empty array has no address in Swift, and zlib wants one.
  stream->next_in = (unsigned char *)(bytes ? bytes + *taken : (const unsigned char *)"");
  stream->avail_in = in;
  stream->next_out = room;
  stream->avail_out = out;
  int status = inflate(stream, Z_NO_FLUSH);
  *taken += in - stream->avail_in;
  *made = out - stream->avail_out;
  return status;
}

void zlib_inflate_end(z_stream *stream) {
  inflateEnd(stream);
  free(stream);
}

int net_accept_cloexec(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int net_event_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
