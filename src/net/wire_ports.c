/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire's ports: libpcap handles in the loop, and the timer for frames that leave later.
 *
 * How it works. A wire's link has two ports, one an end, each read and written. A link of the
 * kernel is watched at the switches' ends; where only one end is a switch, at that one in both
 * directions. At most 256 frames of a port are taken a turn, then others have theirs; a watched
 * link that brings more than its limit is left alone until the limit's window is over. Delays need
 * more than the loop's milliseconds, hence a timerfd.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "loop/loop.h"
#include "net/wire_internal.h"
#include "net/world.h"
#include "net/world_internal.h"

#define FRAMES_A_TURN 256
#define BUFFER_MOST ((size_t)8 << 20)
#define BUFFER_LEAST ((size_t)1 << 20)
#define BUFFER_ALL ((size_t)32 << 20) /* of all ports together, roughly: each is zeroed first */
#define LOOPBACK_SNAPLEN 262144
#define BUFFER_WATCHED ((size_t)1 << 20)

struct port {
	struct wire *wire;
	struct live *live; /* owned */
	struct loop_fd *fd;
	int link;
	uint8_t direction; /* of the frames that come in here */
	bool paused;
};

struct wire_ports {
	struct loop *loop;
	struct port at[2 * TOPOLOGY_LINKS_MAX]; /* end e of link l: 2 l + e */
	int count;
	int timer;
	struct loop_fd *timer_fd;
	struct loop_timer *resume; /* reads watched ports again */
};

static int inject(void *user, int link, int end, const uint8_t *bytes, size_t len)
{
	struct wire_ports *p = user;
	struct live *live = p->at[2 * link + end].live;
	return live ? live_inject(live, bytes, len) : -ENODEV;
}

static nsec now(void *user)
{
	(void)user;
	return clock_now();
}

static void arm(void *user, nsec due)
{
	const struct wire_ports *p = user;
	struct itimerspec when = {0}; /* timerfd_settime(2): zero disarms, the past fires at once */
	if (due != WIRE_QUEUE_NEVER) {
		due = due > 0 ? due : 1;
		when.it_value.tv_sec = due / NSEC_PER_SEC;
		when.it_value.tv_nsec = due % NSEC_PER_SEC;
	}
	timerfd_settime(p->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static uint64_t lost(void *user, int link)
{
	const struct wire_ports *p = user;
	uint64_t sum = 0;
	for (int end = 0; end < 2; end++)
		if (p->at[2 * link + end].live)
			sum += live_lost(p->at[2 * link + end].live);
	return sum;
}

static void on_timer(void *user, int fd, unsigned events)
{
	(void)events;
	uint64_t times;
	if (read(fd, &times, sizeof(times)) == sizeof(times))
		wire_core_run(user);
}

static void on_frame(void *user, const struct live_frame *f)
{
	const struct port *p = user;
	wire_core_frame(p->wire, p->link, p->direction, f);
}

static void pause_port(struct port *p, nsec until)
{
	nsec left = until - clock_now();
	struct loop_timer *resume = p->wire->ports->resume;
	p->paused = true;
	loop_fd_change(p->fd, 0);
	if (!loop_timer_is_set(resume))
		loop_timer_set(resume, left > 0 ? left : 0, 0);
}

static void on_resume(void *user)
{
	struct wire_ports *ports = user;
	for (int i = 0; i < ports->count; i++) {
		struct port *p = &ports->at[i];
		if (!p->paused || !p->fd)
			continue;
		p->paused = false;
		loop_fd_change(p->fd, LOOP_READ);
	}
}

static void on_readable(void *user, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	struct port *p = user;
	nsec until;
	if (live_dispatch(p->live, FRAMES_A_TURN, on_frame, p) < 0) {
		loop_fd_remove(p->fd);
		p->fd = NULL;
		return;
	}
	if (wire_core_swamped(p->wire, p->link, clock_now(), &until))
		pause_port(p, until);
}

struct opening {
	struct live *live;
	struct err *e;
};

/* Runs inside the host; segments on lo may be larger than any cable's. */
static int open_lo(void *user)
{
	struct opening *o = user;
	o->live = live_open("lo", LIVE_BOTH, LOOPBACK_SNAPLEN, BUFFER_MOST, o->e);
	return 0;
}

/* One end is enough to see everything. */
static bool open_loopback(struct wire *w, struct world *world, int link, int end, struct err *e)
{
	struct port *p = &w->ports->at[2 * link + end];
	struct opening o = {.e = e};
	if (end == 1)
		return true;
	p->wire = w;
	p->link = link;
	int rc = world_call_in_host(world, w->topology->links[link].ends[0].node, open_lo, &o);
	if (rc < 0)
		return err_sys(e, -rc, _("can't enter a host"));
	p->live = o.live;
	p->fd = o.live ? loop_fd_add(w->ports->loop, live_fd(o.live), LOOP_READ, on_readable, p)
	               : NULL;
	return p->fd != NULL;
}

static bool open_port(struct wire *w, struct world *world, int link, int end, struct err *e)
{
	if (w->links[link].loopback)
		return open_loopback(w, world, link, end, e);
	struct wire_ports *ports = w->ports;
	struct port *p = &ports->at[2 * link + end];
	const char *name = world_port(world, link, end);
	bool watched = w->links[link].watched;
	bool once = strcmp(world_port(world, link, 0), world_port(world, link, 1)) == 0;
	size_t buffer = BUFFER_ALL / (size_t)ports->count;
	buffer = buffer > BUFFER_MOST ? BUFFER_MOST : buffer;
	buffer = buffer < BUFFER_LEAST ? BUFFER_LEAST : buffer;
	enum live_direction direction = LIVE_IN;
	p->wire = w;
	p->link = link;
	p->direction = (uint8_t)end;
	if (watched) {
		/* A switch's port hears what the other end said. */
		bool sw = w->topology->nodes[w->topology->links[link].ends[end].node].kind ==
		          NODE_SWITCH;
		buffer = BUFFER_WATCHED;
		p->direction = (uint8_t)!end;
		if (once && !sw)
			direction = LIVE_OUT;
	}
	p->live = live_open(name, direction, 0, buffer, e);
	if (!p->live)
		return err_wrap(e, _("link %s"), w->topology->links[link].name);
	p->fd = loop_fd_add(ports->loop, live_fd(p->live), LOOP_READ, on_readable, p);
	return p->fd || err_set(e, ERR_SYSTEM, _("%s cannot be polled"), name);
}

static bool open_ports(struct wire *w, struct world *world, struct err *e)
{
	struct wire_ports *p = w->ports;
	p->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (p->timer < 0)
		return err_sys(e, errno, _("cannot make a timer"));
	p->timer_fd = loop_fd_add(p->loop, p->timer, LOOP_READ, on_timer, w);
	p->resume = loop_timer_add(p->loop, on_resume, p);
	for (int i = 0; i < p->count; i++)
		if (!open_port(w, world, i / 2, i % 2, e))
			return false;
	return true;
}

struct wire *wire_create(struct loop *l, struct world *world, struct tape *t, struct err *e)
{
	struct wire_ports *p = xcalloc(1, sizeof(*p));
	const struct wire_below below = {
	        .inject = inject, .now = now, .arm = arm, .lost = lost, .user = p};
	struct wire *w = wire_core_create(world_topology(world), t, &below);
	w->ports = p;
	p->loop = l;
	p->timer = -1;
	p->count = 2 * w->link_count;
	if (open_ports(w, world, e))
		return w;
	wire_destroy(w);
	return NULL;
}

void wire_destroy(struct wire *w)
{
	if (!w)
		return;
	struct wire_ports *p = w->ports;
	for (int i = 0; i < p->count; i++) {
		loop_fd_remove(p->at[i].fd);
		live_close(p->at[i].live);
	}
	loop_fd_remove(p->timer_fd);
	loop_timer_remove(p->resume);
	if (p->timer >= 0)
		close(p->timer);
	wire_core_destroy(w);
	free(p);
}
