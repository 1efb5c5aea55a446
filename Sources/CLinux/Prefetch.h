// A hint to the processor that Swift has no name for.
#ifndef HOLDFAST_PREFETCH_H
#define HOLDFAST_PREFETCH_H

/// Asks for the cache line at `address`, soon to be read and written, and does not wait for it. Changes nothing, and
/// no address is wrong.
static inline void hardware_prefetch(const void *_Nullable address) { __builtin_prefetch(address, 1); }

#endif
