/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen in memory, for tests.
 */
#include "ui/screen/screen_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct memory {
	struct screen base;
	struct canvas frame;
	bool shown, suspended;
	int next_w, next_h; /* what screen_resize() will find */
	struct buf input;
	char *copied, *title;
};

static struct memory *memory_of(struct screen *s)
{
	return (struct memory *)s;
}

static void memory_close(struct screen *s)
{
	struct memory *m = memory_of(s);
	canvas_finish(&m->frame);
	buf_finish(&m->input);
	free(m->copied);
	free(m->title);
	free(m);
}

static void memory_present(struct screen *s, const struct canvas *c)
{
	struct memory *m = memory_of(s);
	int x, y;
	if (m->suspended)
		return;
	m->shown = true;
	canvas_resize(&m->frame, s->w, s->h);
	canvas_copy(&m->frame, 0, 0, c, canvas_area(c));
	if (canvas_cursor_at(c, &x, &y))
		canvas_cursor(&m->frame, x, y);
}

static void memory_redraw(struct screen *s)
{
	(void)s;
}

static bool memory_resize(struct screen *s)
{
	struct memory *m = memory_of(s);
	bool changed = s->w != m->next_w || s->h != m->next_h;
	s->w = m->next_w;
	s->h = m->next_h;
	return changed;
}

static int memory_fd(const struct screen *s)
{
	(void)s;
	return -1;
}

static ssize_t memory_input(struct screen *s, char *bytes, size_t room)
{
	struct buf *in = &memory_of(s)->input;
	size_t n = in->len < room ? in->len : room;
	if (n == 0)
		return 0;
	memcpy(bytes, in->at, n);
	memmove(in->at, in->at + n, in->len - n);
	in->len -= n;
	return (ssize_t)n;
}

static void memory_suspend(struct screen *s)
{
	memory_of(s)->suspended = true;
}

static void memory_resume(struct screen *s)
{
	memory_of(s)->suspended = false;
}

static bool memory_copy(struct screen *s, const char *text, size_t len)
{
	struct memory *m = memory_of(s);
	free(m->copied);
	m->copied = xstrndup(text, len);
	return true;
}

static void memory_title(struct screen *s, const char *printable)
{
	struct memory *m = memory_of(s);
	free(m->title);
	m->title = xstrdup(printable);
}

static void memory_bell(struct screen *s)
{
	(void)s;
}

static const struct screen_ops memory_ops = {
        .close = memory_close,
        .present = memory_present,
        .redraw = memory_redraw,
        .resize = memory_resize,
        .fd = memory_fd,
        .input = memory_input,
        .suspend = memory_suspend,
        .resume = memory_resume,
        .copy = memory_copy,
        .title = memory_title,
        .bell = memory_bell,
};

struct screen *screen_memory_open(int w, int h)
{
	struct memory *m = xcalloc(1, sizeof(*m));
	m->base = (struct screen){.ops = &memory_ops,
	        .w = w,
	        .h = h,
	        .utf8 = true,
	        .depth = DEPTH_256,
	        .theme = theme_named("dark")};
	m->next_w = w;
	m->next_h = h;
	canvas_init(&m->frame, w, h);
	return &m->base;
}

void screen_memory_feed(struct screen *s, const char *bytes, size_t len)
{
	buf_add(&memory_of(s)->input, bytes, len);
}

void screen_memory_size(struct screen *s, int w, int h)
{
	memory_of(s)->next_w = w;
	memory_of(s)->next_h = h;
}

const struct canvas *screen_memory_frame(const struct screen *s)
{
	const struct memory *m = (const struct memory *)s;
	return m->shown ? &m->frame : NULL;
}

const char *screen_memory_copied(const struct screen *s)
{
	return ((const struct memory *)s)->copied;
}

const char *screen_memory_title(const struct screen *s)
{
	return ((const struct memory *)s)->title;
}
