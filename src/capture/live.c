/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of one interface, live, through libpcap.
 */
#include "capture/live.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/filter.h"

#define SNAPLEN_WHOLE 65535
#define BUFFER_DEFAULT (8 * 1024 * 1024)
#define BUFFER_MAX (256 * 1024 * 1024)
#define WATCH_SNAPLEN 262144
#define WATCH_BUFFER (32 * 1024 * 1024)
#define WATCH_BATCH_MS 20

struct live {
	pcap_t *pcap;
	char *interface; /* owned */
	unsigned index;  /* of the interface; another one of that name is not ours */
	nsec offset;     /* CLOCK_REALTIME minus our clock */
	nsec fraction;   /* what the adapter counts below a second, in ns */
};

static bool refuse(struct live *l, const char *what, struct err *e)
{
	err_set(e, ERR_MACHINE, _("cannot capture on %s: %s"), l->interface, what);
	live_close(l);
	return false;
}

static const char *explain(pcap_t *pcap, int rc)
{
	const char *detail = pcap_geterr(pcap);
	return *detail ? detail : pcap_statustostr(rc);
}

static void configure(pcap_t *pcap, int snaplen, size_t buffer)
{
	if (buffer > BUFFER_MAX)
		buffer = BUFFER_MAX;
	pcap_set_snaplen(pcap, snaplen > 0 ? snaplen : SNAPLEN_WHOLE);
	pcap_set_buffer_size(pcap, (int)(buffer ? buffer : BUFFER_DEFAULT));
	pcap_set_immediate_mode(pcap, 1);
	pcap_set_timeout(pcap, 1);
	/* Older kernels only have microseconds; then that is what is asked for below. */
	(void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
}

/* libpcap sorts out what we sent ourselves one frame at a time; the kernel does it before they
 * are copied (packet(7), PACKET_IGNORE_OUTGOING, Linux 4.20). */
static int only_incoming(pcap_t *pcap)
{
	int on = 1;
	(void)setsockopt(pcap_fileno(pcap), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
	return pcap_setdirection(pcap, PCAP_D_IN);
}

static void note_precision(struct live *l)
{
	l->fraction = pcap_get_tstamp_precision(l->pcap) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
}

static bool activate(struct live *l, enum live_direction direction, struct err *e)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	int rc = pcap_activate(l->pcap);
	if (rc < 0)
		return refuse(l, explain(l->pcap, rc), e);
	if (pcap_setnonblock(l->pcap, 1, why) < 0)
		return refuse(l, why, e);
	if (direction == LIVE_IN && only_incoming(l->pcap) < 0)
		return refuse(l, pcap_geterr(l->pcap), e);
	if (direction == LIVE_OUT && pcap_setdirection(l->pcap, PCAP_D_OUT) < 0)
		return refuse(l, pcap_geterr(l->pcap), e);
	if (pcap_datalink(l->pcap) != DLT_EN10MB)
		return refuse(l, _("its frames are not Ethernet frames"), e);
	note_precision(l);
	return true;
}

static struct live *create(const char *interface, struct err *e)
{
	struct live *l = xcalloc(1, sizeof(*l));
	l->interface = xstrdup(interface);
	l->index = if_nametoindex(interface);
	l->offset = clock_realtime_offset();
	char why[PCAP_ERRBUF_SIZE] = "";
	l->pcap = pcap_create(interface, why);
	if (l->pcap)
		return l;
	refuse(l, why, e);
	return NULL;
}

struct live *live_open(const char *interface, enum live_direction direction, int snaplen,
        size_t buffer, struct err *e)
{
	struct live *l = create(interface, e);
	if (!l)
		return NULL;
	configure(l->pcap, snaplen, buffer);
	return activate(l, direction, e) ? l : NULL;
}

/* Blocks of the kernel's ring come when they are full or after the timeout: fewer wake-ups than
 * frames (packet(7), TPACKET_V3). */
static void configure_watch(pcap_t *pcap, const struct live_watch *w)
{
	configure(pcap, w->snaplen > 0 ? w->snaplen : WATCH_SNAPLEN,
	        w->buffer ? w->buffer : WATCH_BUFFER);
	pcap_set_immediate_mode(pcap, 0);
	pcap_set_timeout(pcap, WATCH_BATCH_MS);
	pcap_set_promisc(pcap, w->promiscuous);
}

static bool activate_watch(struct live *l, const struct live_watch *w, bool *denied, struct err *e)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	int rc = pcap_activate(l->pcap);
	*denied = rc == PCAP_ERROR_PERM_DENIED || rc == PCAP_ERROR_PROMISC_PERM_DENIED;
	if (rc < 0)
		return refuse(l, *denied ? _("it is not permitted") : explain(l->pcap, rc), e);
	if (pcap_setnonblock(l->pcap, 1, why) < 0)
		return refuse(l, why, e);
	/* Of "any", the second version tells the interface of each frame. */
	if (pcap_datalink(l->pcap) == DLT_LINUX_SLL)
		(void)pcap_set_datalink(l->pcap, DLT_LINUX_SLL2);
	note_precision(l);
	if (live_set_filter(l, w->filter, e))
		return true;
	live_close(l);
	return false;
}

struct live *live_open_watch(const struct live_watch *w, bool *denied, struct err *e)
{
	bool ignored;
	struct live *l = create(w->interface, e);
	if (!l)
		return NULL;
	configure_watch(l->pcap, w);
	return activate_watch(l, w, denied ? denied : &ignored, e) ? l : NULL;
}

bool live_set_filter(struct live *l, const char *filter, struct err *e)
{
	struct bpf_program program;
	char *_cleanup_free_ text = filter_expand(filter ? filter : "", NULL, NULL);
	if (pcap_compile(l->pcap, &program, text, 1, PCAP_NETMASK_UNKNOWN) < 0)
		return err_set(e, ERR_USAGE, _("\"%.120s\" is not understood as a filter: %.120s"),
		        filter, pcap_geterr(l->pcap));
	int rc = pcap_setfilter(l->pcap, &program);
	pcap_freecode(&program);
	return rc == 0 || err_set(e, ERR_MACHINE, _("the kernel refuses the filter: %s"),
	                          pcap_geterr(l->pcap));
}

/* Link types that have another number in files (pcap-linktype(7)). */
uint32_t live_link(const struct live *l)
{
	int link = pcap_datalink(l->pcap);
	return link == DLT_RAW ? 101 : (uint32_t)link;
}

nsec live_offset(const struct live *l)
{
	return l->offset;
}

void live_close(struct live *l)
{
	if (!l)
		return;
	if (l->pcap)
		pcap_close(l->pcap);
	free(l->interface);
	free(l);
}

int live_fd(const struct live *l)
{
	return pcap_get_selectable_fd(l->pcap);
}

struct handover {
	struct live *live;
	live_fn fn;
	void *user;
};

static void hand_over(u_char *user, const struct pcap_pkthdr *head, const u_char *bytes)
{
	const struct handover *h = (const void *)user;
	const struct live *l = h->live;
	struct live_frame f = {
	        .when = (nsec)head->ts.tv_sec * NSEC_PER_SEC +
	                (nsec)head->ts.tv_usec * l->fraction - l->offset,
	        .captured = head->caplen,
	        .length = head->len,
	        .bytes = bytes,
	};
	h->fn(h->user, &f);
}

int live_dispatch(struct live *l, int max, live_fn fn, void *user)
{
	struct handover h = {.live = l, .fn = fn, .user = user};
	int n = pcap_dispatch(l->pcap, max, hand_over, (u_char *)&h);
	if (n >= 0)
		return n;
	/* An interface that is down only reports so; the socket goes on when it is up again. */
	return l->index && if_nametoindex(l->interface) == l->index ? 0 : -1;
}

int live_inject(struct live *l, const uint8_t *bytes, size_t len)
{
	errno = 0;
	if (pcap_inject(l->pcap, bytes, len) >= 0)
		return 0;
	if (errno == EAGAIN)
		return -ENOBUFS;
	return errno ? -errno : -EIO;
}

uint64_t live_lost(struct live *l)
{
	struct pcap_stat stats = {0};
	if (pcap_stats(l->pcap, &stats) < 0)
		return 0;
	return stats.ps_drop;
}
