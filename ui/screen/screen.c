/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen's common half: input, and handing on to one of the two implementations.
 */
#include "ui/screen/screen_internal.h"

#include "base/text.h"

#define READ_SIZE 4096
#define TITLE_MAX 200

void screen_close(struct screen *s)
{
	if (!s)
		return;
	decoder_finish(&s->decoder);
	s->ops->close(s);
}

int screen_width(const struct screen *s)
{
	return s->w;
}

int screen_height(const struct screen *s)
{
	return s->h;
}

bool screen_utf8(const struct screen *s)
{
	return s->utf8;
}

enum depth screen_depth(const struct screen *s)
{
	return s->depth;
}

const struct theme *screen_theme(const struct screen *s)
{
	return s->theme;
}

void screen_set_theme(struct screen *s, const struct theme *t)
{
	s->theme = t;
	s->ops->redraw(s);
}

void screen_present(struct screen *s, const struct canvas *c)
{
	s->frames++;
	s->ops->present(s, c);
}

unsigned long screen_frames(const struct screen *s)
{
	return s->frames;
}

void screen_redraw(struct screen *s)
{
	s->ops->redraw(s);
}

bool screen_resize(struct screen *s)
{
	return s->ops->resize(s);
}

int screen_fd(const struct screen *s)
{
	return s->ops->fd(s);
}

static bool tell_gone(struct screen *s, struct screen_event *out)
{
	if (s->gone)
		return false;
	s->gone = true;
	*out = (struct screen_event){.kind = SCREEN_CLOSED};
	return true;
}

bool screen_read(struct screen *s, nsec now, struct screen_event *out)
{
	char bytes[READ_SIZE];
	for (;;) {
		if (decoder_next(&s->decoder, false, out))
			return true;
		ssize_t n = s->gone ? 0 : s->ops->input(s, bytes, sizeof(bytes));
		if (n > 0) {
			decoder_feed(&s->decoder, bytes, (size_t)n);
			s->heard = now;
			continue;
		}
		bool late = decoder_pending(&s->decoder) && now - s->heard >= SCREEN_ESC_DELAY;
		if ((late || n < 0) && decoder_next(&s->decoder, true, out))
			return true;
		return n < 0 && tell_gone(s, out);
	}
}

nsec screen_deadline(const struct screen *s)
{
	return decoder_pending(&s->decoder) ? s->heard + SCREEN_ESC_DELAY : 0;
}

void screen_suspend(struct screen *s)
{
	s->ops->suspend(s);
}

void screen_resume(struct screen *s)
{
	s->ops->resume(s);
}

bool screen_copy(struct screen *s, const char *text, size_t len)
{
	return len <= SCREEN_COPY_MAX && s->ops->copy(s, text, len);
}

void screen_title(struct screen *s, const char *title)
{
	char printable[TITLE_MAX];
	size_t len = 0;
	while (len < sizeof(printable) - 1 && title[len])
		len++;
	text_printable(title, len, printable, sizeof(printable));
	s->ops->title(s, printable);
}

void screen_bell(struct screen *s)
{
	s->ops->bell(s);
}
