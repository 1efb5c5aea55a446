// The CRC-32C instruction of x86-64 processors, for callers that check first that there is one.
#ifndef HOLDFAST_CRC32C_H
#define HOLDFAST_CRC32C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <string.h>

/// Whether this processor has the instruction (SSE 4.2).
static inline bool hardware_crc32c_is_available(void) {
    unsigned int a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_2) != 0;
}

/// Continues a checksum register (neither inverted before nor after) over `count` bytes.
__attribute__((target("sse4.2")))
static inline uint32_t hardware_crc32c(uint32_t crc, const void *_Nonnull bytes, size_t count) {
    const unsigned char *at = bytes;
    uint64_t wide = crc;
    for (; count >= 8; count -= 8, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    crc = (uint32_t)wide;
    for (; count > 0; count -= 1, at += 1) crc = __builtin_ia32_crc32qi(crc, *at);
    return crc;
}
#else
static inline bool hardware_crc32c_is_available(void) { return false; }

static inline uint32_t hardware_crc32c(uint32_t crc, const void *_Nonnull bytes, size_t count) {
    (void)bytes;
    (void)count;
    return crc;
}
#endif

#endif
