/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a capture says in the top line: its name, how far it is read, what is being done.
 */
#include "ui/front/inspect_screen.h"

#include <stdio.h>

#include "base/i18n.h"
#include "ui/inspect/write.h"

void inspect_top_left(const struct app *a, struct canvas *c, int x)
{
	canvas_fit(c, x + 2, 0, c->w - x - 2, style_of(ROLE_BAR), a->inspect->name);
}

/* How far it is read; "" when all of it is. */
static void progress_words(const struct inspect *in, char *out, size_t size)
{
	enum traffic_state state = traffic_state(in->traffic);
	double part = traffic_progress(in->traffic);
	out[0] = 0;
	if (state == TRAFFIC_MORE && part >= 0)
		snprintf(out, size, _("reading %2.0f %%"), part * 100);
	else if (state != TRAFFIC_DONE)
		snprintf(out, size, "%s", _("waiting for more"));
	else if (traffic_damage(in->traffic)[0])
		snprintf(out, size, "%s", _("damaged"));
}

/* What is done among the packets that are there; "" for nothing. */
static void work_words(const struct inspect *in, char *out, size_t size)
{
	uint64_t last = traffic_last(in->traffic), count = selection_count(in->shown);
	uint64_t done, all;
	out[0] = 0;
	if (write_progress(in, &done, &all) && all) {
		snprintf(out, size, _("writing %2.0f %%"), 100 * (double)done / (double)all);
	} else if (in->search.step && count) {
		double part = (double)in->search.at / (double)count;
		if (in->search.step < 0)
			part = 1 - part;
		snprintf(out, size, _("searching %2.0f %%"), part * 100);
	} else if (traffic_state(in->traffic) != TRAFFIC_MORE && last &&
	           selection_judged(in->shown) < last) {
		snprintf(out, size, _("filtering %2.0f %%"),
		        100 * (double)selection_judged(in->shown) / (double)last);
	}
}

/* "16 packets", or how many of them are shown. */
static void packet_words(const struct inspect *in, char *out, size_t size)
{
	unsigned long long first = traffic_first(in->traffic), last = traffic_last(in->traffic);
	unsigned long long all = last ? last - first + 1 : 0, n = selection_count(in->shown);
	if (selection_filter(in->shown))
		snprintf(out, size, _("%llu of %llu"), n, all);
	else
		snprintf(out, size, P_("%llu packet", "%llu packets", (unsigned long)all), all);
}

int inspect_top_right(const struct app *a, struct canvas *c)
{
	const struct inspect_screen *s = a->inspect;
	char text[224], reading[64], work[64], packets[64], count[24] = "";
	progress_words(s->in, reading, sizeof(reading));
	work_words(s->in, work, sizeof(work));
	if (s->source.words)
		s->source.words(s->source.user, reading, sizeof(reading));
	packet_words(s->in, packets, sizeof(packets));
	if (s->count)
		snprintf(count, sizeof(count), "%lu", s->count);
	snprintf(text, sizeof(text), "  %s%s%s%s%s%s%s%s%s", count, count[0] ? "   " : "", work,
	        work[0] ? "   " : "", reading, reading[0] ? "   " : "", packets,
	        c->w < 70 ? "" : "   ", c->w < 70 ? "" : _("F1 help"));
	return canvas_right(c, c->w - 2, 0, style_of(ROLE_BAR), text);
}
