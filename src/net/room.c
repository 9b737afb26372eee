/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entering the private namespaces, with a sentence of cause and cure when the machine refuses.
 */
#include "net/room.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "net/devices.h"
#include "net/offload.h"
#include "net/rtnl.h"
#include "net/sysctl.h"

#define SPACES (CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWPID)

/* Namespaces belong to the process, so this is process state by nature. */
static struct room the_room;
static bool entered;

/* LeakSanitizer looks for leaks from a task that it clones; ours would land in the programs' PID
 * namespace, from where it can't see us. */
#if defined(__SANITIZE_ADDRESS__)
#define WITH_LSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_LSAN 1
#endif
#endif
#ifdef WITH_LSAN
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return entered;
}
#endif

static int write_file(const char *path, const char *text)
{
	_cleanup_fd_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return file_write_all(fd, text, strlen(text));
}

/* The first number in a file; `otherwise` when it can't be read. */
static long read_number(const char *path, long otherwise)
{
	char text[32] = "";
	_cleanup_fd_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		return otherwise;
	return strtol(text, NULL, 10);
}

/* Knobs that forbid namespaces: at this value, with one of these errors, they are the cause. */
static const struct {
	const char *path;
	long value;
	int errors[2];
	const char *sentence;
} knobs[] = {
        {"/proc/sys/kernel/unprivileged_userns_clone", 0, {EPERM, EPERM},
                N_("user namespaces are off for ordinary users; allow them with: "
                   "sudo sysctl kernel.unprivileged_userns_clone=1")},
        {"/proc/sys/user/max_user_namespaces", 0, {ENOSPC, EUSERS},
                N_("no user namespaces are allowed; allow them with: "
                   "sudo sysctl user.max_user_namespaces=10000")},
        {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1, {EPERM, EACCES},
                N_("AppArmor denies rights inside user namespaces; install wirelab's AppArmor "
                   "profile, or run: "
                   "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0")},
};

/* What an error of unshare(2) or of the first steps inside means when no knob explains it. */
static const struct {
	int error;
	const char *sentence;
} meanings[] = {
        {ENOSPC, N_("there are too many namespaces already; raise the sysctls "
                    "user.max_user_namespaces and user.max_net_namespaces")},
        {EUSERS, N_("user namespaces are nested too deeply; start wirelab outside of them")},
        {EINVAL, N_("this kernel has no namespaces, or the process has threads already")},
        {ENOSYS, N_("this kernel has no namespaces; use one built with CONFIG_NAMESPACES")},
        {EPERM, N_("namespaces are refused here, as in a container; start it with "
                   "--security-opt seccomp=unconfined --cap-add SYS_ADMIN --cap-add NET_ADMIN, "
                   "or --privileged")},
        {EACCES, N_("namespaces are refused by a security policy; see the kernel's log for "
                    "which (journalctl -k)")},
};

static bool explain(struct err *e, int why)
{
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		if ((why == knobs[i].errors[0] || why == knobs[i].errors[1]) &&
		        read_number(knobs[i].path, -1) == knobs[i].value)
			return err_set(e, ERR_MACHINE, "%s", _(knobs[i].sentence));
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (why == meanings[i].error)
			return err_set(e, ERR_MACHINE, "%s", _(meanings[i].sentence));
	return err_sys(e, why, _("can't make namespaces"));
}

/* Our own ids mapped to themselves: programs run as the person who started us. */
static int map_ids(uid_t uid, gid_t gid)
{
	char map[64];
	snprintf(map, sizeof(map), "%u %u 1\n", uid, uid);
	int rc = write_file("/proc/self/uid_map", map);
	if (rc < 0)
		return rc;
	/* An ordinary user may map groups only after giving setgroups(2) up. */
	rc = write_file("/proc/self/setgroups", "deny");
	if (rc < 0 && rc != -ENOENT)
		return rc;
	snprintf(map, sizeof(map), "%u %u 1\n", gid, gid);
	return write_file("/proc/self/gid_map", map);
}

/* `spaces` in a user namespace of our own, except where root can do without. */
static int unshare_spaces(int spaces)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	if (uid == 0 && unshare(spaces ? spaces : CLONE_NEWUTS) == 0)
		return 0;
	if (unshare(CLONE_NEWUSER | spaces) < 0)
		return -errno;
	/* A binary with file capabilities would not be allowed to write its own maps. */
	prctl(PR_SET_DUMPABLE, 1);
	return map_ids(uid, gid);
}

/* A file that has no name: on a tmpfs that is mounted just as long as it takes to bind it. */
static int bind_hosts_file(const char *on)
{
	char path[64];
	if (mount("wirelab", on, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=64k,mode=755") <
	        0)
		return -errno;
	snprintf(path, sizeof(path), "%s/hosts", on);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	int why = errno;
	if (fd >= 0 &&
	        (fchmod(fd, 0644) < 0 || mount(path, "/etc/hosts", NULL, MS_BIND, NULL) < 0)) {
		why = errno;
		close(fd);
		fd = -1;
	}
	umount2(on, MNT_DETACH);
	return fd < 0 ? -why : fd;
}

static int make_hosts_file(void)
{
	static const char *const places[] = {"/mnt", "/media", "/srv", "/opt", "/tmp"};
	int fd = -ENOENT;
	for (size_t i = 0; fd < 0 && i < sizeof(places) / sizeof(places[0]); i++)
		fd = bind_hosts_file(places[i]);
	return fd;
}

/* A container may see /proc/sys read-only; its root can undo that among our own mounts. Failure
 * shows at the first sysctl. */
static void open_sysctls(void)
{
	struct statvfs at;
	if (statvfs("/proc/sys", &at) == 0 && (at.f_flag & ST_RDONLY))
		mount("none", "/proc/sys", NULL,
		        MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

static bool furnish_network(struct room *r, struct err *e)
{
	static const struct sysctl_setting quiet[] = {
	        {"ipv6/conf/all/disable_ipv6", "1"},
	        {"ipv6/conf/default/disable_ipv6", "1"},
	        {"ipv4/ip_forward", "0"},
	        /* Hosts, our children, get tables of their own: to ask for their sockets is then to
	         * walk a small one instead of the machine's. */
	        {"ipv4/tcp_child_ehash_entries", "256"},
	        {"ipv4/udp_child_hash_entries", "256"},
	};
	size_t failed;
	int rc = sysctl_write_all(quiet, sizeof(quiet) / sizeof(quiet[0]), &failed);
	if (rc < 0)
		return err_sys(e, -rc, _("can't set the sysctl %s"), quiet[failed].key);
	r->rtnl = rtnl_create(e);
	if (!r->rtnl)
		return false;
	/* Ubuntu 24.04 lets unshare(2) pass and refuses the first thing done inside. */
	rtnl_set_up(r->rtnl, 1, true);
	rc = rtnl_flush_errno(r->rtnl);
	if (rc < 0)
		return explain(e, -rc);
	r->ioctls = offload_socket();
	return r->ioctls >= 0 || err_sys(e, -r->ioctls, _("can't open a socket"));
}

static bool furnish(struct room *r, struct err *e)
{
	/* First of all: no mount of ours may spread to the machine. */
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return explain(e, errno);
	open_sysctls();
	if (!furnish_network(r, e))
		return false;
	r->net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	r->uts = open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC);
	if (r->net < 0 || r->uts < 0)
		return err_sys(e, errno, _("can't open /proc/self/ns"));
	r->devices = devices_open();
	if (r->devices < 0)
		return err_sys(e, -r->devices, _("can't open the host's files in /proc"));
	r->hosts = make_hosts_file();
	if (r->hosts < 0)
		return err_sys(e, -r->hosts, _("can't put a private file over /etc/hosts"));
	return room_write_hosts(r, "127.0.0.1 localhost\n", e) &&
	       keeper_start(&r->keeper, ROOM_GROUP, e);
}

bool room_enter(struct err *e)
{
	if (entered)
		return true;
	int rc = unshare_spaces(SPACES);
	if (rc < 0)
		return explain(e, -rc);
	entered = true;
	if (furnish(&the_room, e))
		return true;
	/* There is no way back out of the namespaces; at least nothing keeps running in them. */
	keeper_stop(&the_room.keeper);
	rtnl_destroy(the_room.rtnl);
	the_room = (struct room){0};
	entered = false;
	return false;
}

bool room_try_user_namespace(struct err *e)
{
	int rc = unshare_spaces(0);
	return rc == 0 || explain(e, -rc);
}

struct room *room_get(void)
{
	return entered ? &the_room : NULL;
}

void room_return(const struct room *r)
{
	if (setns(r->net, CLONE_NEWNET) < 0 || setns(r->uts, CLONE_NEWUTS) < 0)
		abort();
}

bool room_write_hosts(const struct room *r, const char *text, struct err *e)
{
	if (ftruncate(r->hosts, 0) < 0 || lseek(r->hosts, 0, SEEK_SET) < 0)
		return err_sys(e, errno, _("can't write the private /etc/hosts"));
	int rc = file_write_all(r->hosts, text, strlen(text));
	return rc == 0 || err_sys(e, -rc, _("can't write the private /etc/hosts"));
}
