/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture that is looked at.
 */
#include "ui/inspect/inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/inspect/search.h"
#include "ui/inspect/write.h"

#define BATCH 1000u /* packets between two looks at the clock */
#define BATCH_FILTER 4000u
#define BATCH_WRITE 200u

struct inspect *inspect_create(struct traffic *t)
{
	struct inspect *in = xcalloc(1, sizeof(*in));
	in->traffic = t;
	in->shown = selection_create(t, NULL);
	columns_parse("", &in->columns, NULL);
	return in;
}

void inspect_destroy(struct inspect *in)
{
	if (!in)
		return;
	sums_finish(in);
	pieces_finish(&in->pieces);
	write_stop(in);
	selection_destroy(in->before);
	selection_destroy(in->shown);
	selection_destroy(in->conversation);
	dissected_finish(&in->dissected);
	names_finish(&in->names);
	free(in);
}

bool inspect_settled(const struct inspect *in)
{
	return traffic_state(in->traffic) != TRAFFIC_MORE &&
	       selection_judged(in->shown) >= traffic_last(in->traffic);
}

/* One batch of whatever is to be done, what is looked at first; false: nothing is. */
static bool work_once(struct inspect *in)
{
	if (selection_judged(in->shown) < traffic_last(in->traffic)) {
		selection_work(in->shown, BATCH_FILTER);
		return true;
	}
	if (search_work(in, BATCH) || write_work(in, BATCH_WRITE))
		return true;
	if (in->conversation && selection_judged(in->conversation) < traffic_last(in->traffic)) {
		selection_work(in->conversation, BATCH_FILTER);
		return true;
	}
	if (traffic_state(in->traffic) == TRAFFIC_MORE) {
		traffic_work(in->traffic, BATCH);
		return true;
	}
	if (pieces_work(in, BATCH) || sums_work(in, BATCH))
		return true;
	return in->named && names_work(&in->names, in->traffic, BATCH);
}

bool inspect_work(struct inspect *in, nsec until)
{
	while (work_once(in))
		if (clock_now() >= until)
			return true;
	return false;
}

static uint64_t write_at(const struct inspect *in)
{
	uint64_t done, all;
	return write_progress(in, &done, &all) ? done : 0;
}

uint64_t inspect_changed(const struct inspect *in)
{
	return traffic_changed(in->traffic) + selection_judged(in->shown) + in->names.seen +
	       in->search.at + write_at(in) + sums_changed(in) + in->pieces.change +
	       (in->conversation ? selection_judged(in->conversation) : 0);
}

void inspect_choose(struct inspect *in, uint64_t number)
{
	if (number)
		in->chosen = number;
}

uint64_t inspect_flow_of(const struct inspect *in)
{
	const struct traffic_packet *k = &in->packet;
	if (!k->number)
		return FLOW_NONE;
	return k->note.flow != FLOW_NONE ? k->note.flow : k->about;
}

struct selection *inspect_conversation(struct inspect *in)
{
	uint64_t flow = inspect_flow_of(in);
	char text[32];
	if (in->conversation && in->conversation_of == flow)
		return in->conversation;
	selection_destroy(in->conversation);
	in->conversation = NULL;
	if (flow == FLOW_NONE)
		return NULL;
	snprintf(text, sizeof(text), "stream %llu", (unsigned long long)flow);
	struct traffic_filter_context context = {.traffic = in->traffic};
	struct traffic_filter_error e;
	struct traffic_filter *f = traffic_filter_create(text, &context, &e);
	if (!f)
		return NULL;
	in->conversation = selection_create(in->traffic, f);
	in->conversation_of = flow;
	selection_work(in->conversation, BATCH_FILTER);
	return in->conversation;
}

uint64_t inspect_conversation_step(struct inspect *in, int step)
{
	struct selection *s = inspect_conversation(in);
	if (!s)
		return 0;
	uint64_t at = selection_index(s, in->chosen);
	if (step < 0)
		return at ? selection_number(s, at - 1) : 0;
	return selection_number(s, selection_has(s, in->chosen) ? at + 1 : at);
}

void inspect_update(struct inspect *in)
{
	struct traffic_packet k;
	if (!in->chosen || !traffic_get(in->traffic, in->chosen, &k) || !k.bytes) {
		dissected_clear(&in->dissected);
		in->packet =
		        (struct traffic_packet){.note = {.flow = FLOW_NONE}, .about = FLOW_NONE};
		return;
	}
	if (!in->dissected.any || in->dissected.frame != k.number)
		dissected_set(&in->dissected, k.number,
		        &(struct dissected_bytes){.link = k.link,
		                .at = k.bytes,
		                .captured = k.captured,
		                .length = k.length});
	const char *comment = traffic_comment(in->traffic, k.number);
	snprintf(in->dissected.fate, sizeof(in->dissected.fate), "%s", comment ? comment : "");
	if (k.number != in->packet.number)
		in->quoted = k.about == FLOW_NONE ? 0 : traffic_quoted(in->traffic, k.number);
	in->packet = k;
	in->packet.bytes = NULL;
}

static void show(struct inspect *in, struct selection *s, bool trying)
{
	sums_forget(in);
	if (trying && !in->before)
		in->before = in->shown;
	else
		selection_destroy(in->shown);
	if (!trying) {
		selection_destroy(in->before);
		in->before = NULL;
	}
	in->shown = s;
	/* What is on the screen is judged at once, so that it does not flicker. */
	selection_work(s, BATCH_FILTER);
}

bool inspect_filter(
        struct inspect *in, const char *text, bool trying, struct traffic_filter_error *e)
{
	struct traffic_filter_context context = {
	        .traffic = in->traffic, .owner = in->owner, .user = in->owner_user};
	size_t blanks = strspn(text, " ");
	text += blanks;
	if (strcmp(text, inspect_filter_text(in)) == 0) {
		if (!trying) {
			selection_destroy(in->before);
			in->before = NULL;
		}
		return true;
	}
	if (in->writing) {
		*e = (struct traffic_filter_error){0};
		snprintf(e->text, sizeof(e->text), "%s",
		        _("the packets that are shown are still being written"));
		return false;
	}
	struct traffic_filter *f = text[0] ? traffic_filter_create(text, &context, e) : NULL;
	if (text[0] && !f) {
		e->offset += blanks;
		return false;
	}
	show(in, selection_create(in->traffic, f), trying);
	return true;
}

void inspect_filter_give_up(struct inspect *in)
{
	if (!in->before)
		return;
	sums_forget(in);
	selection_destroy(in->shown);
	in->shown = in->before;
	in->before = NULL;
}

const char *inspect_filter_text(const struct inspect *in)
{
	const struct traffic_filter *f = selection_filter(in->shown);
	return f ? traffic_filter_text(f) : "";
}

const char *inspect_filter_expanded(const struct inspect *in)
{
	const struct traffic_filter *f = selection_filter(in->shown);
	return f ? traffic_filter_expanded(f) : "";
}

/* Seconds and microseconds; nanoseconds would only be noise in a list. */
static void seconds_text(nsec t, const char *sign, char *out, size_t size)
{
	const char *minus = t < 0 ? "-" : sign;
	t = t < 0 ? -t : t;
	snprintf(out, size, "%s%lld.%06lld", minus, (long long)(t / NSEC_PER_SEC),
	        (long long)(t % NSEC_PER_SEC / NSEC_PER_USEC));
}

static void date_text(nsec when, bool utc, char *out, size_t size)
{
	time_t seconds = (time_t)(when / NSEC_PER_SEC);
	struct tm tm;
	char text[40] = "";
	if (utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm))
		strftime(text, sizeof(text), utc ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
	snprintf(out, size, "%s.%06lld", text, (long long)(when % NSEC_PER_SEC / NSEC_PER_USEC));
}

void inspect_time_text(const struct inspect *in, enum inspect_time time,
        const struct traffic_packet *p, uint64_t before, char *out, size_t size)
{
	struct traffic_packet other;
	switch (time) {
	case INSPECT_TIME_SINCE:
		seconds_text(traffic_since(in->traffic, p->when), "", out, size);
		break;
	case INSPECT_TIME_DELTA: {
		bool any = before && traffic_peek(in->traffic, before, &other);
		seconds_text(any ? p->when - other.when : 0, "+", out, size);
		break;
	}
	case INSPECT_TIME_CLOCK:
	case INSPECT_TIME_DATE:
		date_text(p->when, time == INSPECT_TIME_DATE, out, size);
		break;
	case INSPECT_TIMES:
		break;
	}
}

const char *inspect_time_words(enum inspect_time time)
{
	static const char *const words[] = {
	        [INSPECT_TIME_SINCE] = N_("times since the first packet or the reference"),
	        [INSPECT_TIME_DELTA] = N_("times since the row before"),
	        [INSPECT_TIME_CLOCK] = N_("local time of day"),
	        [INSPECT_TIME_DATE] = N_("date and time, UTC"),
	};
	_Static_assert(sizeof(words) / sizeof(words[0]) == INSPECT_TIMES, "words for each");
	return _(words[time]);
}

void inspect_end_text(const struct inspect *in, const struct packet_addr *a, unsigned port,
        char *out, size_t size)
{
	char text[46];
	const char *name = in->named ? names_of(&in->names, in->traffic, a) : NULL;
	if (!name) {
		packet_addr_text(a, text);
		name = a->length ? text : "";
	}
	bool brackets = name == text && a->length == 16 && port;
	if (!port)
		snprintf(out, size, "%s", name);
	else
		snprintf(out, size, brackets ? "[%s]:%u" : "%s:%u", name, port);
}

void inspect_owner_text(const struct inspect *in, uint64_t number, char *out, size_t size)
{
	struct traffic_owner owner;
	char text[2][32] = {"", ""};
	for (int end = 0; in->owner && end < 2; end++)
		if (in->owner(in->owner_user, number, (enum traffic_end)end, &owner))
			snprintf(text[end], sizeof(text[end]), "%.15s[%d]", owner.program,
			        owner.pid);
	snprintf(out, size, "%s%s%s", text[0], text[1][0] ? " > " : "", text[1]);
}
