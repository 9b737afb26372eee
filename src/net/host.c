/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a host: namespaces, its name, and the sysctls of a patient and quiet machine.
 */
#include "net/host.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "net/devices.h"
#include "net/offload.h"
#include "net/rtnl.h"
#include "net/sysctl.h"

/* A learner may hold a segment for half an hour: with RTO capped at 120 s, 60 tries are two hours.
 * Also what a machine's own settings could have leaked into new namespaces. */
static const struct sysctl_setting patient[] = {
        {"ipv4/tcp_syn_retries", "60"},
        {"ipv4/tcp_synack_retries", "60"},
        {"ipv4/tcp_retries2", "100"},
        {"ipv4/tcp_orphan_retries", "60"},
        /* Since 6.5 the first four SYNs come each second; the doubling of RFC 6298 is taught. */
        {"ipv4/tcp_syn_linear_timeouts", "0"},
        {"ipv4/ip_unprivileged_port_start", "0"},
        {"ipv4/conf/all/rp_filter", "0"},
        {"ipv4/conf/default/rp_filter", "0"},
        {"ipv6/conf/all/accept_dad", "0"},
        {"ipv6/conf/default/accept_dad", "0"},
        {"ipv6/conf/default/router_solicitations", "0"},
        {"ipv6/conf/default/accept_ra", "0"},
        /* Multicast listener reports (RFC 3810) once and at once: then the wire is quiet. */
        {"ipv6/mld_qrv", "1"},
        {"ipv6/conf/default/mldv2_unsolicited_report_interval", "1"},
};

static bool set(const char *key, const char *value, bool needed, struct err *e)
{
	int rc = sysctl_write(key, value);
	if (rc == 0 || (rc == -ENOENT && !needed))
		return true;
	return err_sys(e, -rc, _("can't set the sysctl %s"), key);
}

static bool set_up_kernel(const struct topology_node *n, struct err *e)
{
	size_t failed;
	int rc = sysctl_write_all(patient, sizeof(patient) / sizeof(patient[0]), &failed);
	if (rc < 0)
		return err_sys(e, -rc, _("can't set the sysctl %s"), patient[failed].key);
	/* In a user namespace only our own group has a number. */
	char groups[32];
	snprintf(groups, sizeof(groups), "%u %u", getegid(), getegid());
	int wide = sysctl_write("ipv4/ping_group_range", "0 2147483647");
	if (wide < 0 && !set("ipv4/ping_group_range", groups, false, e))
		return false;
	const char *no_ipv6 = n->ipv6 ? "0" : "1";
	const char *forward = n->kind == NODE_ROUTER ? "1" : "0";
	return set("ipv6/conf/all/disable_ipv6", no_ipv6, false, e) &&
	       set("ipv6/conf/default/disable_ipv6", no_ipv6, false, e) &&
	       set("ipv6/conf/all/forwarding", forward, false, e) &&
	       set("ipv4/ip_forward", forward, true, e);
}

/* Runs inside the new namespaces. */
static bool furnish(struct host *h, const struct topology_node *n, struct err *e)
{
	if (sethostname(n->name, strlen(n->name)) < 0)
		return err_sys(e, errno, _("can't set the hostname"));
	h->net = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	h->uts = open("/proc/thread-self/ns/uts", O_RDONLY | O_CLOEXEC);
	h->snmp = open("/proc/thread-self/net/snmp", O_RDONLY | O_CLOEXEC);
	h->netstat = open("/proc/thread-self/net/netstat", O_RDONLY | O_CLOEXEC);
	h->devices = devices_open();
	if (h->net < 0 || h->uts < 0 || h->snmp < 0 || h->netstat < 0 || h->devices < 0)
		return err_sys(e, errno, _("can't open the host's files in /proc"));
	h->ioctls = offload_socket();
	if (h->ioctls < 0)
		return err_sys(e, -h->ioctls, _("can't open a socket"));
	h->rtnl = rtnl_create(e);
	return h->rtnl && set_up_kernel(n, e);
}

bool host_init(struct host *h, const struct room *r, const struct topology_node *n, struct err *e)
{
	*h = (struct host){
	        .net = -1, .uts = -1, .snmp = -1, .netstat = -1, .devices = -1, .ioctls = -1};
	bool ok = unshare(CLONE_NEWNET | CLONE_NEWUTS) == 0;
	if (!ok)
		err_sys(e, errno, _("can't make a network namespace"));
	ok = ok && furnish(h, n, e);
	room_return(r);
	if (!ok) {
		host_finish(h);
		return err_wrap(e, "%s", n->name);
	}
	return true;
}

void host_finish(struct host *h)
{
	if (!h->rtnl && h->net == 0)
		return; /* zeroed */
	const int fds[] = {h->net, h->uts, h->snmp, h->netstat, h->devices, h->ioctls};
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	rtnl_destroy(h->rtnl);
	*h = (struct host){0};
}

int host_enter(const struct host *h)
{
	return setns(h->net, CLONE_NEWNET) < 0 ? -errno : 0;
}

static bool explain_sysctl(
        const struct topology_node *n, const struct topology_sysctl *s, int rc, struct err *e)
{
	if (rc == -ENOENT)
		return err_set(
		        e, ERR_INPUT, _("%s: this kernel has no sysctl net/%s"), n->name, s->key);
	if (rc == -EINVAL || rc == -ERANGE)
		return err_set(e, ERR_INPUT, _("%s: the sysctl net/%s can't be \"%s\""), n->name,
		        s->key, s->value);
	return err_sys(e, -rc, _("%s: can't set the sysctl net/%s"), n->name, s->key);
}

/* A question of ARP or neighbour discovery may be held as long as a segment: asked each second
 * for an hour instead of for three seconds. */
static void ask_patiently(const struct topology *t, int node)
{
	static const char *const families[] = {"ipv4", "ipv6"};
	for (int i = 0; i < t->link_count * 2; i++) {
		const struct topology_end *end = &t->links[i / 2].ends[i % 2];
		for (int f = 0; end->node == node && f < 2; f++) {
			char key[64];
			snprintf(key, sizeof(key), "%s/neigh/%s/mcast_solicit", families[f],
			        end->interface);
			sysctl_write(key, "3600"); /* absent without IPv6 */
		}
	}
}

bool host_apply_sysctls(const struct host *h, const struct room *r, const struct topology *t,
        int node, struct err *e)
{
	const struct topology_node *n = &t->nodes[node];
	if (n->sysctl_count == 0 && !n->learn_neighbours)
		return true;
	int rc = host_enter(h);
	if (rc < 0)
		return err_sys(e, -rc, _("can't enter %s"), n->name);
	if (n->learn_neighbours)
		ask_patiently(t, node);
	int i = 0;
	for (; rc == 0 && i < n->sysctl_count; i++)
		rc = sysctl_write(n->sysctls[i].key, n->sysctls[i].value);
	room_return(r);
	return rc == 0 || explain_sysctl(n, &n->sysctls[i - 1], rc, e);
}

/* Finds name ("TcpExtListenOverflows") in text of pairs of lines "TcpExt: KEY KEY..." and
 * "TcpExt: NUMBER NUMBER...", proc_net(5). */
static bool find_counter(char *text, const char *name, uint64_t *out)
{
	char *rest = text;
	char *keys, *values;
	while ((keys = strsep(&rest, "\n")) && (values = strsep(&rest, "\n"))) {
		const char *group = strsep(&keys, ":");
		size_t len = strlen(group);
		if (!keys || strncmp(name, group, len) != 0 || !strsep(&values, ":") || !values)
			continue;
		char *key, *value;
		while ((key = strsep(&keys, " ")) && (value = strsep(&values, " "))) {
			if (!*key || strcmp(key, name + len) != 0)
				continue;
			*out = strtoull(value, NULL, 10);
			return true;
		}
	}
	return false;
}

bool host_read_counters(const struct host *h, char *text, size_t room)
{
	const int files[] = {h->snmp, h->netstat};
	size_t used = 0;
	for (size_t i = 0; i < 2; i++) {
		ssize_t n = pread(files[i], text + used, room - used - 1, 0);
		if (n < 0)
			return false;
		used += (size_t)n;
	}
	text[used] = '\0';
	return true;
}

bool host_counter(const struct host *h, const char *name, uint64_t *out)
{
	enum { ROOM = 16384 };
	_cleanup_free_ char *text = xmalloc(ROOM);
	const int files[] = {h->snmp, h->netstat};
	for (size_t i = 0; i < 2; i++) {
		ssize_t n = pread(files[i], text, ROOM - 1, 0);
		if (n <= 0)
			continue;
		text[n] = '\0';
		if (find_counter(text, name, out))
			return true;
	}
	return false;
}
