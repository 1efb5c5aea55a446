// A clock that costs a few nanoseconds to read: the processor's own counter, in steps of a length to be measured.
#ifndef HOLDFAST_CYCLE_COUNT_H
#define HOLDFAST_CYCLE_COUNT_H

#include <stdint.h>
#include <time.h>

static inline uint64_t cycle_count(void) {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t count;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

#endif
