#pragma once
#include <zlib.h>

/// deflateInit2 and inflateInit2 are macros that Swift does not see. `windowBits` as in zlib.h: 31 is gzip, 47 gzip or zlib, -15 raw.
int net_deflate_init(z_stream *stream, int level, int window_bits);
int net_inflate_init(z_stream *stream, int window_bits);

/// accept4, pipe2 and poll's POLLRDHUP are declared for _GNU_SOURCE only, which Swift's Glibc module does not set.
/// Descriptors made here are never inherited by a program that we start, not even for an instant.
int net_accept_cloexec(int listener);
int net_event_descriptor(void);
extern const short net_poll_peer_closed;
