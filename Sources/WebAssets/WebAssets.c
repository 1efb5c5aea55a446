#include "WebAssets.h"

// Every file of assets/ once here and once in the table below, in the order of their names. A test compares.

static const unsigned char shell_html[] = {
#embed "assets/shell.html"
};

#define ASSET(name, bytes) {name, bytes, sizeof bytes}

static const struct WebAsset table[] = {
    ASSET("shell.html", shell_html),
};

const struct WebAsset *web_assets(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
