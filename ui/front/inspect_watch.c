/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture under way as a source of packets: what is said of it, how it is steered.
 */
#include "ui/front/inspect_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "bench/command.h"
#include "watch/owners.h"
#include "watch/watch.h"

struct watching {
	struct app *app;
	struct watch *watch;      /* owned */
	struct watch_owner owner; /* of the last question */
	bool told;                /* why it ended */
};

static bool owner(void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out)
{
	struct watching *w = user;
	struct traffic_packet p;
	return traffic_peek(watch_traffic(w->watch), number, &p) &&
	       watch_owners_end(watch_owners(w->watch), &p.note, end, &w->owner, out);
}

static void words(void *user, char *out, size_t size)
{
	struct watching *w = user;
	struct watch_status s = watch_status(w->watch);
	static const char *const states[] = {
	        [WATCH_RUNNING] = N_("watching"),
	        [WATCH_PAUSED] = N_("paused"),
	        [WATCH_ENDED] = N_("ended"),
	};
	char lost[64] = "";
	if (s.dropped || s.unkept)
		snprintf(lost, sizeof(lost), _("  %llu dropped"),
		        (unsigned long long)(s.dropped + s.unkept));
	snprintf(out, size, "%s%s%s%s", _(states[s.state]), s.dumpcap ? " (dumpcap)" : "", lost,
	        s.saving ? _("  saving") : "");
}

static void on_change(void *user)
{
	struct watching *w = user;
	const char *why = w->watch ? watch_failure(w->watch) : "";
	/* The first frames may come before there is a screen. */
	if (why[0] && !w->told && w->app->inspect) {
		w->told = true;
		app_say(w->app, true, "%s", why);
	}
}

static bool pause_it(struct watching *w, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	(void)e;
	watch_pause(w->watch);
	app_say(w->app, false, "%s", _("what passes now is not seen: capture resume goes on"));
	return true;
}

static bool resume_it(struct watching *w, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	w->told = false;
	return watch_resume(w->watch, NULL, e);
}

static bool toggle(struct watching *w, int argc, char **argv, struct err *e)
{
	bool running = watch_status(w->watch).state == WATCH_RUNNING;
	return running ? pause_it(w, argc, argv, e) : resume_it(w, argc, argv, e);
}

/* What the kernel lets through from now on; the filter of the list is another one. */
static bool filter(struct watching *w, int argc, char **argv, struct err *e)
{
	char *_cleanup_free_ text = command_words_joined(argc, argv, 1);
	bool good = watch_resume(w->watch, text, e);
	if (good && text[0])
		app_say(w->app, false, _("only %s is captured from now on"), text);
	else if (good)
		app_say(w->app, false, "%s", _("everything is captured from now on"));
	return good;
}

static bool run(void *user, int argc, char **argv, struct err *e)
{
	static const struct {
		const char *word;
		bool (*run)(struct watching *w, int argc, char **argv, struct err *e);
	} ways[] = {
	        {"pause", pause_it}, {"resume", resume_it}, {"toggle", toggle}, {"filter", filter}};
	for (size_t i = 0; argc && i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(argv[0], ways[i].word) == 0)
			return ways[i].run(user, argc, argv, e);
	return err_set(e, ERR_USAGE, "%s", _("expected pause, resume, toggle or filter"));
}

static void close_watch(void *user)
{
	struct watching *w = user;
	struct err e;
	if (!watch_destroy(w->watch, &e))
		app_say(w->app, true, "%s", e.text);
	free(w);
}

bool inspect_watch_open(
        struct app *a, const struct watch_options *o, const char *shown, struct err *e)
{
	struct watching *w = xcalloc(1, sizeof(*w));
	struct watch_options mine = *o;
	mine.on_change = on_change;
	mine.user = w;
	w->app = a;
	w->watch = watch_create(a->loop, &mine, e);
	if (!w->watch) {
		free(w);
		return false;
	}
	const struct inspect_source source = {.traffic = watch_traffic(w->watch),
	        .user = w,
	        .owner = owner,
	        .words = words,
	        .run = run,
	        .close = close_watch};
	return inspect_screen_show(a, &source, watch_interface(w->watch), shown, e);
}
