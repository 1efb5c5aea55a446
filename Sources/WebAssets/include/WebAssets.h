#pragma once

#include <stddef.h>

/// One file that browsers fetch, as it stands in the program.
struct WebAsset {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The table of all files, in the order of their names. `count` becomes how many there are.
const struct WebAsset *web_assets(size_t *count);
