#include "CSystem.h"

#include <string.h>

// Two fields of the finished program that packaging/stamp fills in after linking: so that a build is the same whoever signs updates of
// it, and that neither a key nor a version is compiled in. volatile: the compiler must not believe that they stay empty.
#define STAMP(name) __attribute__((used, section(name)))
STAMP(".stamp.key") static const volatile char stamp_key[32] = {0};
STAMP(".stamp.version") static const volatile char stamp_version[32] = {0};

int cs_stamp_key(unsigned char out[32]) {
  int any = 0;
  for (int i = 0; i < 32; i++) {
    out[i] = (unsigned char)stamp_key[i];
    any |= out[i];
  }
  return any != 0;
}

void cs_stamp_version(char out[33]) {
  for (int i = 0; i < 32; i++) out[i] = stamp_version[i];
  out[32] = 0;
}
