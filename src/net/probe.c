/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The abilities, each a function that runs in a child and says what went wrong.
 *
 * How it works. A failed try is one sentence of struct err; its part behind "; " is the cure, as
 * room.c writes them. Abilities without a cure of their own there get one from the table.
 */
#include "net/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "capture/live.h"
#include "net/room.h"
#include "net/sockets.h"
#include "net/world.h"
#include "net/world_internal.h"
#include "tape/tape.h"

enum { PATIENCE = 10 /* s */ };

static bool try_user_namespace(struct err *e)
{
	return room_try_user_namespace(e);
}

static bool try_network_namespace(struct err *e)
{
	return world_enter(e);
}

static bool try_names(struct err *e)
{
	if (!world_enter(e) || !room_write_hosts(room_get(), "127.0.0.9 probe\n", e))
		return false;
	struct addrinfo hints = {.ai_family = AF_INET}, *found = NULL;
	int rc = getaddrinfo("probe", NULL, &hints, &found);
	if (rc != 0)
		return err_set(e, ERR_MACHINE,
		        _("names in /etc/hosts are not found (%s); put \"files\" into the line "
		          "hosts: of /etc/nsswitch.conf"),
		        gai_strerror(rc));
	freeaddrinfo(found);
	return true;
}

static bool try_processes(struct err *e)
{
	if (!world_enter(e))
		return false;
	if (room_get()->keeper.mnt >= 0)
		return true;
	return err_set(e, ERR_MACHINE,
	        _("a /proc of their own is refused to the programs, as in a container whose /proc "
	          "is partly covered; start it with --security-opt systempaths=unconfined"));
}

static struct world *make_pair(struct err *e)
{
	static const char *const names[] = {"client", "server"};
	struct topology t;
	if (!topology_simple(&t, names, 2, e))
		return NULL;
	return world_create(&t, e);
}

static struct world *make_star(bool stp, struct err *e)
{
	struct topology t = {0};
	int host = topology_add_node(&t, "client", NODE_HOST, e);
	int hub = topology_add_node(&t, "sw", NODE_SWITCH, e);
	int link = topology_add_link(&t, NULL, host, hub, e);
	if (link < 0)
		return NULL;
	t.links[link].carrier = LINK_KERNEL;
	t.nodes[hub].stp = stp;
	return topology_complete(&t, e) ? world_create(&t, e) : NULL;
}

static bool try_cable(struct err *e)
{
	return make_pair(e) != NULL;
}

static bool try_switch(struct err *e)
{
	struct world *w = make_star(true, e);
	if (!w)
		return false;
	if (world_port_state(w, 0, 1) < 0)
		return err_set(e, ERR_MACHINE, _("a switch does not tell its ports' states"));
	return true;
}

static bool try_rate(struct err *e)
{
	struct world *w = make_star(false, e);
	return w && world_set_rate(w, 0, 1000, e);
}

struct endpoint {
	uint16_t port;
	int fd;
};

static int open_endpoint(void *user)
{
	struct endpoint *p = user;
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(p->port)};
	p->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (p->fd < 0 || bind(p->fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		return -errno;
	return 0;
}

static void carry(void *user, const struct live_frame *f)
{
	live_inject(user, f->bytes, f->captured);
}

static bool readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	return poll(&p, 1, 2000) == 1;
}

/* A datagram from one host to the other through our hands. */
static bool try_wire(struct err *e)
{
	struct world *w = make_pair(e);
	if (!w)
		return false;
	struct live *in = live_open(world_port(w, 0, 0), LIVE_IN, 0, 0, e);
	struct live *out = in ? live_open(world_port(w, 0, 1), LIVE_IN, 0, 0, e) : NULL;
	if (!out)
		return false;
	struct endpoint from = {.port = 1000}, to = {.port = 2000};
	int rc = world_call_in_host(w, 0, open_endpoint, &from);
	rc = rc ? rc : world_call_in_host(w, 1, open_endpoint, &to);
	if (rc < 0)
		return err_sys(e, -rc, _("can't open a socket"));
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(to.port)};
	memcpy(&a.sin_addr, topology_address(world_topology(w), 1, 4)->bytes, 4);
	if (sendto(from.fd, "hello", 5, 0, (struct sockaddr *)&a, sizeof(a)) != 5)
		return err_sys(e, errno, _("can't send from a host"));
	if (!readable(live_fd(in)) || live_dispatch(in, 1, carry, out) != 1)
		return err_set(e, ERR_MACHINE, _("frames of a host are not seen through libpcap"));
	if (!readable(to.fd))
		return err_set(e, ERR_MACHINE, _("frames don't reach a host through libpcap"));
	return true;
}

static bool try_sockets(struct err *e)
{
	struct world *w = make_star(false, e);
	struct tape *tape = tape_create(65536);
	struct sockets *s = w ? sockets_create(w, tape, e) : NULL;
	struct endpoint p = {.port = 53};
	if (!s)
		return false;
	if (world_call_in_host(w, 0, open_endpoint, &p) < 0 || sockets_poll(s, 0) != 1)
		return err_set(e, ERR_MACHINE, _("the kernel does not tell the sockets of a host"));
	return true;
}

static bool try_machine_lo(struct err *e)
{
	return live_open("lo", LIVE_IN, 0, 0, e) != NULL;
}

static bool run_compiler(const char *out, struct err *e)
{
	static const char program[] = "#include <stdio.h>\n#include <sys/socket.h>\n"
	                              "int main(void) { return puts(\"\") < 0; }\n";
	int ends[2];
	if (pipe(ends) < 0)
		return err_sys(e, errno, _("can't make a pipe"));
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(ends[0], STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp("cc", "cc", "-g", "-x", "c", "-o", out, "-", (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	file_write_all(ends[1], program, sizeof(program) - 1);
	close(ends[1]);
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return err_sys(e, errno, _("can't start a program"));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(e, ERR_MACHINE, _("there is no C compiler called cc"));
	return err_set(e, ERR_MACHINE, _("the C compiler can't build a program of one line"));
}

static bool try_compiler(struct err *e)
{
	char dir[64] = "/tmp/wirelab-XXXXXX", out[80];
	if (!mkdtemp(dir))
		return err_sys(e, errno, _("can't make a directory in /tmp"));
	snprintf(out, sizeof(out), "%s/try", dir);
	bool ok = run_compiler(out, e);
	unlink(out);
	rmdir(dir);
	return ok;
}

static bool try_pty(struct err *e)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return err_sys(e, errno, _("can't make a pseudo-terminal"));
	char name[64];
	int slave = -1;
	if (ptsname_r(master, name, sizeof(name)) == 0)
		slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	if (slave < 0 || ioctl(master, TIOCSWINSZ, &size) < 0)
		return err_sys(e, errno, _("can't open a pseudo-terminal"));
	return true;
}

static bool try_utf8(struct err *e)
{
	setlocale(LC_CTYPE, "");
	if (!strcmp(nl_langinfo(CODESET), "UTF-8"))
		return true;
	return err_set(e, ERR_MACHINE, _("the locale's characters are %s, not UTF-8"),
	        nl_langinfo(CODESET));
}

enum ability {
	USER_NAMESPACE,
	NETWORK_NAMESPACE,
	NAMES,
	PROCESSES,
	CABLE,
	SWITCH,
	RATE,
	WIRE,
	SOCKETS,
	MACHINE_LO,
	COMPILER,
	PTY,
	UTF8,
	ABILITIES
};

#define NO_LAB N_("captures can be read, labs can't run")

static const struct {
	struct probe probe;
	bool (*attempt)(struct err *e);
	const char *cure; /* for sentences that have none, or NULL */
} abilities[] = {
        [USER_NAMESPACE] = {{"user-namespace", N_("private hosts without root"), NO_LAB, true},
                try_user_namespace, NULL},
        [NETWORK_NAMESPACE] = {{"network-namespace", N_("a network stack for each host"), NO_LAB,
                                       true},
                try_network_namespace, NULL},
        [NAMES] = {{"host-names", N_("names of hosts for programs"),
                           N_("programs have to use addresses"), false},
                try_names, NULL},
        [PROCESSES] = {{"process-namespace",
                               N_("programs see only each other, and end with wirelab"),
                               N_("programs end with wirelab, but ps shows the machine's"), false},
                try_processes, NULL},
        [CABLE] = {{"cable", N_("cables between hosts (veth)"), NO_LAB, true}, try_cable,
                N_("load the kernel's module: sudo modprobe veth")},
        [SWITCH] = {{"switch", N_("switches with spanning tree (bridge)"),
                            N_("labs with two hosts and one wire"), false},
                try_switch, N_("load the kernel's module: sudo modprobe bridge")},
        [RATE] = {{"rate-limit", N_("slow links between switches (tbf)"),
                          N_("everything but limits on links that the kernel carries"), false},
                try_rate, N_("load the kernel's module: sudo modprobe sch_tbf")},
        [WIRE] = {{"wire", N_("frames held in hand (libpcap)"), NO_LAB, true}, try_wire,
                N_("load the kernel's module: sudo modprobe af_packet")},
        [SOCKETS] = {{"socket-states", N_("the kernel's view of each socket (sock_diag)"),
                             N_("steps that wait for a socket's state do not end"), true},
                try_sockets, N_("load the kernel's modules: sudo modprobe -a tcp_diag udp_diag")},
        [MACHINE_LO] = {{"machine-capture", N_("watching the machine's own interfaces"),
                                N_("everything in private hosts"), false},
                try_machine_lo,
                N_("allow it: sudo setcap cap_net_raw+ep \"$(command -v wirelab)\"")},
        [COMPILER] = {{"compiler", N_("building the programs of labs"),
                              N_("benches with programs that are there already"), true},
                try_compiler, N_("install one: sudo apt install gcc libc6-dev")},
        [PTY] = {{"terminal", N_("terminals in panes"), N_("runs without a screen"), true}, try_pty,
                N_("mount devpts on /dev/pts")},
        [UTF8] = {{"utf-8", N_("lines, arrows and Chinese on the screen"),
                          N_("everything, drawn in ASCII and in English"), false},
                try_utf8, N_("choose such a locale: export LANG=C.UTF-8")},
};
_Static_assert(sizeof(abilities) / sizeof(abilities[0]) == ABILITIES, "a row for each ability");

size_t probe_count(void)
{
	return ABILITIES;
}

const struct probe *probe_get(size_t index)
{
	return &abilities[index].probe;
}

/* What the child sends back. */
struct verdict {
	bool ok;
	struct err e;
};

static _Noreturn void attempt(size_t index, int pipe)
{
	struct verdict v = {0};
	alarm(PATIENCE);
	v.ok = abilities[index].attempt(&v.e);
	file_write_all(pipe, &v, sizeof(v));
	_exit(0);
}

static bool receive(int pipe, struct verdict *v)
{
	size_t have = 0;
	while (have < sizeof(*v)) {
		ssize_t n = read(pipe, (uint8_t *)v + have, sizeof(*v) - have);
		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		have += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static void try_in_child(size_t index, struct verdict *v)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0) {
		v->ok = err_sys(&v->e, errno, _("can't make a pipe"));
		return;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		attempt(index, ends[1]);
	}
	close(ends[1]);
	bool told = pid > 0 && receive(ends[0], v);
	close(ends[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	if (!told)
		v->ok = err_set(&v->e, ERR_MACHINE, _("trying it took too long or crashed"));
}

bool probe_run(size_t index, struct probe_result *r)
{
	struct verdict v = {0};
	try_in_child(index, &v);
	*r = (struct probe_result){.ok = v.ok, .without = ""};
	if (v.ok)
		return true;
	r->without = _(abilities[index].probe.without);
	char *cure = strstr(v.e.text, "; ");
	if (cure)
		*cure = '\0';
	snprintf(r->cause, sizeof(r->cause), "%.*s", (int)sizeof(r->cause) - 1, v.e.text);
	if (cure)
		snprintf(r->cure, sizeof(r->cure), "%.*s", (int)sizeof(r->cure) - 1, cure + 2);
	else if (abilities[index].cure)
		snprintf(r->cure, sizeof(r->cure), "%s", _(abilities[index].cure));
	return false;
}
