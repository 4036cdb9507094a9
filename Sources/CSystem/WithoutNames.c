#include <stdint.h>

// Swift can tell the names of letters, such as LATIN SMALL LETTER A: half a megabyte that nobody here asks for. The release is linked with
// --wrap=_swift_stdlib_getScalarName, so that the question ends here and the tables are left out; scripts/check-layers refuses who asks it.

/// No letter has a name.
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t letter, uint8_t *buffer, intptr_t capacity) {
  (void)letter, (void)buffer, (void)capacity;
  return 0;
}
