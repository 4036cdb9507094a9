#pragma once
#include <zlib.h>

/// deflateInit2 is a macro that Swift does not see. `window_bits` as in zlib.h: 31 is gzip, 47 gzip or zlib, -15 raw.
int net_deflate_init(z_stream *stream, int level, int window_bits);

/// accept4, pipe2 and poll's POLLRDHUP are declared for _GNU_SOURCE only, which Swift's Glibc module does not set.
/// Descriptors made here are never inherited by a program that we start, not even for an instant.
int net_accept_cloexec(int listener);
int net_event_descriptor(void);
extern const short net_poll_peer_closed;

/// A stream that unpacks, at an address that stays, since zlib keeps a pointer to it; NULL where there is no memory.
z_stream *zlib_inflate_begin(int window_bits);
/// Unpacks what fits into `room`, from `bytes` at `*taken` on, which is moved on; zlib's status. `*made` is how much came out of it.
int zlib_inflate_step(z_stream *stream, const unsigned char *bytes, size_t length, size_t *taken, unsigned char *room, size_t size, size_t *made);
void zlib_inflate_end(z_stream *stream);
