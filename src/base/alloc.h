/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Allocation that does not fail: out of memory aborts (the terminal is restored by the abort
 * handler). Sizes that came from outside are bounded by the caller first. Free with free().
 */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stdarg.h>
#include <stddef.h>

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *old, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *s, size_t n) __attribute__((malloc, returns_nonnull));
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));
char *xvasprintf(const char *fmt, va_list ap)
        __attribute__((format(printf, 1, 0), returns_nonnull));

/* For locals: `char *_cleanup_free_ s = xstrdup(...)`. */
void cleanup_free(void *pointer_to_pointer);
void cleanup_fd(const int *fd);
#define _cleanup_free_ __attribute__((cleanup(cleanup_free)))
#define _cleanup_fd_ __attribute__((cleanup(cleanup_fd)))

#endif
