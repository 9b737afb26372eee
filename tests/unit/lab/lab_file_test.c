/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of reading lab.yaml: what is read, and the exact sentence for what is wrong.
 */
#include <math.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "lab/lab.h"
#include "tape/tape.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A whole lab but for one part; each part is a line or more, so that lines can be told. */
#define TOP                                                                                          \
	"name: x\ntitle: {en: T, zh: 题}\nabout: {en: A, zh: 关}\nchapter: B\nminutes: 5\nlevel: " \
	"1\n"
#define NET                                                     \
	"network:\n  hosts: [{name: client}, {name: server}]\n" \
	"  links: [{between: [client, server]}]\n"
#define CHECKS "checks:\n  a: {says: {en: a, zh: 甲}, frame: {filter: syn}}\n"
#define STEPS "steps:\n  - {id: s, title: {en: S, zh: 步}, until: [a], solution: [start server]}\n"

static struct lab *parse(const char *yaml, struct err *e)
{
	*e = (struct err){0};
	return lab_parse(yaml, strlen(yaml), "labs/x", e);
}

static struct lab *parse_good(const char *yaml)
{
	struct err e;
	struct lab *lab = parse(yaml, &e);
	if (!lab)
		fail_msg("refused: %s", e.text);
	return lab;
}

static void assert_refused(const char *yaml, const char *sentence)
{
	struct err e;
	struct lab *lab = parse(yaml, &e);
	if (lab)
		fail_msg("took what should be refused: %s", sentence);
	assert_string_equal(e.text, sentence);
	assert_int_equal(e.code, ERR_INPUT);
}

static void the_smallest_lab_is_read(void **state)
{
	(void)state;
	struct lab *lab = parse_good(TOP NET CHECKS STEPS);
	assert_string_equal(lab->name, "x");
	assert_string_equal(lab->dir, "labs/x");
	assert_string_equal(lab_text(&lab->title, LAB_ZH), "题");
	assert_int_equal(lab->chapter, 'B');
	assert_int_equal(lab->minutes, 5);
	assert_int_equal(lab->order, 1000);
	assert_int_equal(lab->topology.node_count, 2);
	assert_int_equal(lab->links[0].mode, WIRE_PASS);
	assert_int_equal(lab_check(lab, "a"), 0);
	assert_int_equal(lab_check(lab, "b"), -1);
	assert_int_equal(lab_step(lab, "s"), 0);
	const struct lab_check *c = &lab->checks[0];
	assert_int_equal(c->kind, CHECK_FRAME);
	assert_int_equal(c->line, 11);
	assert_int_equal(c->fate, -1);
	assert_true(c->count.least == 1 && isinf(c->count.most));
	assert_false(c->since_step || c->now);
	assert_string_equal(lab->steps[0].solution[0], "start server");
	lab_destroy(lab);
}

static void a_text_alone_is_english(void **state)
{
	(void)state;
	struct lab *lab =
	        parse_good("name: x\ntitle: Only English\nabout: A\nchapter: B\nminutes: 5\n"
	                   "level: 1\n" NET CHECKS STEPS);
	assert_string_equal(lab_text(&lab->title, LAB_ZH), "Only English");
	assert_null(lab->title.in[LAB_ZH]);
	lab_destroy(lab);
}

static void calls_to_hold_are_read(void **state)
{
	(void)state;
	struct lab *lab = parse_good(TOP NET CHECKS STEPS);
	assert_int_equal(lab->calls, 1);
	assert_null(lab->hold_calls);
	lab_destroy(lab);
	lab = parse_good(TOP "calls: hold\nhold-calls: [socket, accept4]\n" NET CHECKS STEPS);
	assert_int_equal(lab->calls, 2);
	assert_string_equal(lab->hold_calls, "socket,accept4");
	lab_destroy(lab);
	lab = parse_good(TOP "hold-calls: [connect]\n" NET CHECKS STEPS);
	assert_int_equal(lab->calls, 2);
	lab_destroy(lab);
	assert_refused(TOP "calls: pass\nhold-calls: [connect]\n" NET CHECKS STEPS,
	        "labs/x/lab.yaml:8: `hold-calls` needs `calls: hold`");
	assert_refused(TOP "hold-calls: []\n" NET CHECKS STEPS,
	        "labs/x/lab.yaml:7: `hold-calls` names no call");
	assert_refused(TOP "hold-calls: ['a:error=EIO']\n" NET CHECKS STEPS,
	        "labs/x/lab.yaml:7: expected the name of a call for `hold-calls`, found "
	        "`a:error=EIO`");
}

static void a_network_is_read(void **state)
{
	static const char net[] =
	        "network:\n"
	        "  hosts:\n"
	        "    - {name: a, addresses: [10.1.0.1/16, 10.1.0.9/16], ipv6: yes,\n"
	        "       routes: [{to: default, via: 10.1.0.2}, {to: 10.9.0.0/24, via: 10.1.0.3}],\n"
	        "       sysctls: {ipv4/tcp_syncookies: 0}, learn-neighbours: on}\n"
	        "    - {name: r, router: true}\n"
	        "  switches: [{name: s1, stp: on, forward-delay: 4}, {name: s2}]\n"
	        "  links:\n"
	        "    - {between: [a, r], mode: hold, gate: tcp, delay: 20 ms, jitter: 5 ms, loss: "
	        "10 %,\n"
	        "       duplicate: 1 %, reorder: 2 %, corrupt: 3 %, rate: 1 Mbit, seed: 7, mtu: "
	        "1400,\n"
	        "       drop-above: 1000, addresses: {r: [10.1.0.2/16]}}\n"
	        "    - {between: [r, s1], name: up}\n"
	        "    - {between: [s1, s2], rate-kbit: 512}\n";
	(void)state;
	struct buf yaml = {0};
	buf_printf(&yaml, TOP "%s" CHECKS STEPS, net);
	struct lab *lab = parse_good(buf_text(&yaml));
	const struct topology *t = &lab->topology;
	assert_int_equal(t->node_count, 4);
	assert_int_equal(t->nodes[1].kind, NODE_ROUTER);
	assert_true(t->nodes[0].ipv6 && t->nodes[0].learn_neighbours);
	assert_int_equal(t->nodes[0].route_count, 2);
	assert_int_equal(t->nodes[0].routes[1].to.length, 24);
	assert_string_equal(t->nodes[0].sysctls[0].key, "ipv4/tcp_syncookies");
	assert_string_equal(t->nodes[0].sysctls[0].value, "0");
	assert_true(t->nodes[2].stp && !t->nodes[3].stp);
	assert_int_equal(t->nodes[2].forward_delay, 4);
	assert_int_equal(t->links[0].ends[0].address_count, 2);
	assert_int_equal(t->links[0].ends[1].addresses[0].addr.bytes[3], 2);
	assert_int_equal(t->links[0].mtu, 1400);
	assert_int_equal(topology_link(t, "up"), 1);
	assert_int_equal(t->links[1].carrier, LINK_WIRE);
	assert_int_equal(t->links[2].carrier, LINK_KERNEL);
	assert_int_equal(t->links[2].rate_kbit, 512);
	const struct lab_link_start *s = &lab->links[0];
	assert_int_equal(s->mode, WIRE_HOLD);
	assert_string_equal(s->gate, "tcp");
	assert_int_equal(s->impairment.delay, 20 * NSEC_PER_MSEC);
	assert_int_equal(s->impairment.loss_ppm, 100000);
	assert_int_equal(s->impairment.rate_bit, 1000000);
	assert_int_equal(s->impairment.seed, 7);
	assert_int_equal(s->impairment.mtu, 1000);
	lab_destroy(lab);
	buf_finish(&yaml);
}

static void every_kind_of_check_is_read(void **state)
{
	static const char rest[] =
	        "network:\n  hosts: [{name: client}, {name: server}]\n"
	        "  switches: [{name: sw, stp: off}]\n"
	        "  links: [{between: [client, sw]}, {between: [sw, server]}]\n"
	        "programs:\n  - {name: prog, host: server, source: s.c, run: ./s 1, start: true}\n"
	        "checks:\n"
	        "  frame: {says: a, since: step, hold: 2, frame: {from: client, to: server, fate: "
	        "dropped,"
	        " marks: [edited], gap: 0.8..1.4, field: tcp.window, is: 0, payload: 'a\\n', "
	        "count: 2..}}\n"
	        "  socket: {says: a, now: true, socket: {host: server, state: syn_received, port: "
	        "80,"
	        " peer-port: 99, recv-queue: 5.., retransmits: 1.., count: 0, protocol: udp}}\n"
	        "  output: {says: a, output: {program: prog, matches: '^recv [0-9]+$', text: r}}\n"
	        "  exit: {says: a, exit: {program: prog, status: 1}}\n"
	        "  rate: {says: a, rate: {link: client-sw, is: ..5}}\n"
	        "  counter: {says: a, counter: {host: client, name: TcpRetransSegs, is: 1..}}\n"
	        "  stp: {says: a, switch: {name: sw, stp: on}}\n"
	        "  port: {says: a, switch: {name: sw, link: sw-server, state: blocking}}\n"
	        "  cable: {says: a, cable: {link: client-sw, plugged: false}}\n"
	        "  order: {says: a, order: [frame, socket]}\n"
	        "  all: {says: a, all: [order, exit]}\n"
	        "  any: {says: a, any: [all]}\n"
	        "  not: {says: a, not: any}\n"
	        "steps:\n  - {id: s, title: S, until: [all], predict: [any, not], solution: [x], "
	        "task: yes}\n"
	        "  - {id: t, title: S, until: [all], predict: true, solution: [x]}\n";
	(void)state;
	struct buf yaml = {0};
	buf_printf(&yaml, TOP "%s", rest);
	struct lab *lab = parse_good(buf_text(&yaml));
	const struct lab_check *c = lab->checks;
	assert_int_equal(c[0].marks, MARK_EDITED | MARK_REPEAT);
	assert_int_equal(c[0].fate, FATE_DROPPED);
	assert_true(c[0].gap.least == 0.8 && c[0].gap.most == 1.4);
	assert_true(c[0].value.least == 0 && c[0].value.most == 0);
	assert_true(c[0].since_step && c[0].hold == 2);
	assert_int_equal(c[1].state, 3);
	assert_true(c[1].now && c[1].count.most == 0);
	assert_int_equal(c[1].port, 80);
	assert_int_equal(c[1].peer_port, 99);
	assert_int_equal(c[1].protocol, IPPROTO_UDP);
	assert_string_equal(c[2].matches, "^recv [0-9]+$");
	assert_int_equal(c[3].exit_status, 1);
	assert_true(c[4].value.most == 5);
	assert_true(c[5].since_step);
	assert_true(c[6].on && c[6].state == -1);
	assert_int_equal(c[7].state, 4);
	assert_false(c[8].on);
	assert_int_equal(c[9].part_count, 2);
	assert_int_equal(c[12].parts[0], 11);
	for (int i = 0; i < 4; i++)
		assert_int_equal(c[i].kind, i);
	assert_int_equal(lab->steps[0].predict.option_count, 2);
	assert_true(lab->steps[0].task && lab->steps[0].asks);
	assert_true(lab->steps[1].asks && !lab->steps[1].predict.option_count);
	assert_true(lab->programs[0].start);
	lab_destroy(lab);
	buf_finish(&yaml);
}

/* What is wrong in one part of a lab that is right otherwise. */
static void wrong_checks_are_named(void **state)
{
	static const struct {
		const char *check, *sentence;
	} bad[] = {
	        {"frame: {fate: hold}", "labs/x/lab.yaml:11: expected one of seen, held, delayed, "
	                                "delivered, dropped, folded for `fate`, found `hold`"},
	        {"frame: {filtr: syn}",
	                "labs/x/lab.yaml:11: frame has no key `filtr`; did you mean `filter`?"},
	        {"frame: {colour: red}", "labs/x/lab.yaml:11: frame has no key `colour`; it has "
	                                 "from, to, link, filter, "
	                                 "fate, marks, repeat, gap, field, is, payload, count"},
	        {"frame: syn", "labs/x/lab.yaml:11: expected frame as a map of keys, found a text"},
	        {"frame: {count: many}",
	                "labs/x/lab.yaml:11: expected a bound such as 3, 2.., ..5, "
	                "0.8..1.4 for `count`, found `many`"},
	        {"frame: {from: cleint}",
	                "labs/x/lab.yaml:11: no host or switch is called `cleint`"},
	        {"frame: {link: up}",
	                "labs/x/lab.yaml:11: no link is called `up`; there are client-server"},
	        {"frame: {field: ip.ttl}", "labs/x/lab.yaml:11: `field` and `is` belong together"},
	        {"frame: {marks: [bent]}", "labs/x/lab.yaml:11: expected one of doubled, "
	                                   "corrupted, edited, moved, copy, "
	                                   "repeat for `marks`, found `bent`"},
	        {"frame: {repeat: no}", "labs/x/lab.yaml:11: `repeat` is true or left out"},
	        {"frame: {payload: 'a\\q'}",
	                "labs/x/lab.yaml:11: expected bytes with \\r \\n \\t \\0 \\\\ \\xHH for "
	                "`payload`, found `a\\q`"},
	        {"frame: {filter: syn, filter: fin}",
	                "labs/x/lab.yaml:11: `filter` is given twice, first in line 11"},
	        {"socket: {state: LISTEN}", "labs/x/lab.yaml:11: socket needs `host`"},
	        {"socket: {host: server, state: LISTENING}",
	                "labs/x/lab.yaml:11: expected one of ESTABLISHED, SYN-SENT, SYN-RECV, "
	                "FIN-WAIT-1, "
	                "FIN-WAIT-2, TIME-WAIT, CLOSE, CLOSE-WAIT, LAST-ACK, LISTEN, CLOSING for "
	                "`state`, "
	                "found `LISTENING`"},
	        {"socket: {host: server, port: 70000}", "labs/x/lab.yaml:11: expected a whole "
	                                                "number from 1 to 65535 for `port`, found "
	                                                "`70000`"},
	        {"output: {program: nobody, text: a}",
	                "labs/x/lab.yaml:11: no program is called `nobody`"},
	        {"output: {}", "labs/x/lab.yaml:11: output needs `text` or `matches`"},
	        {"output: {matches: '('}",
	                "labs/x/lab.yaml:11: `matches` is no regular expression: "
	                "Unmatched ( or \\("},
	        {"call: {name: epoll-wait}",
	                "labs/x/lab.yaml:11: expected a call such as accept or epoll_wait for "
	                "`name`, found `epoll-wait`"},
	        {"call: {name: accept()}",
	                "labs/x/lab.yaml:11: expected a call such as accept or epoll_wait for "
	                "`name`, found `accept()`"},
	        {"rate: {link: client-server}", "labs/x/lab.yaml:11: rate needs `is`"},
	        {"switch: {name: client, stp: on}", "labs/x/lab.yaml:11: `client` is no switch"},
	        {"cable: {link: client-server, plugged: maybe}",
	                "labs/x/lab.yaml:11: expected true or false for `plugged`, found `maybe`"},
	        {"not: a", "labs/x/lab.yaml:11: no check is called `a`"},
	        {"all: []", "labs/x/lab.yaml:11: expected 1 to 32 checks for `all`, found 0"},
	        {"hold: 2", "labs/x/lab.yaml:11: `b` needs one of frame, socket, output, exit, "
	                    "call, rate, "
	                    "counter, switch, cable, order, all, any, not"},
	        {"hold: 61, frame: {}", "labs/x/lab.yaml:11: expected a number from 0 to 60 for "
	                                "`hold`, found `61`"},
	        {"since: ever, frame: {}",
	                "labs/x/lab.yaml:11: expected one of lab, step for `since`, found `ever`"},
	        {"frame: {}, exit: {}", "labs/x/lab.yaml:11: a check has one kind, but `b` has "
	                                "both `frame` and `exit`"},
	        {"frames: {}",
	                "labs/x/lab.yaml:11: a check has no key `frames`; did you mean `frame`?"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buf yaml = {0};
		buf_printf(&yaml, TOP NET "checks:\n  b: {says: {en: b, zh: 乙}, %s}\n" STEPS,
		        bad[i].check);
		assert_refused(buf_text(&yaml), bad[i].sentence);
		buf_finish(&yaml);
	}
}

static void wrong_networks_are_named(void **state)
{
	static const struct {
		const char *net, *sentence;
	} bad[] = {
	        {"  hosts: [{name: a}]\n  link: []",
	                "labs/x/lab.yaml:9: `network` has no key `link`; did "
	                "you mean `links`?"},
	        {"  links: []", "labs/x/lab.yaml:8: `network` needs `hosts`"},
	        {"  hosts: [{}]", "labs/x/lab.yaml:8: a host needs `name`"},
	        {"  hosts: {name: a}",
	                "labs/x/lab.yaml:8: expected a list for `hosts`, found a map"},
	        {"  hosts: [{name: a}, {name: a}]", "labs/x/lab.yaml:8: the name \"a\" is taken"},
	        {"  hosts: [{name: a, addresses: [10.0.0.1]}]",
	                "labs/x/lab.yaml:8: a host without a link can't have addresses"},
	        {"  hosts: [{name: a}, {name: b}]\n  links: [{between: [a]}]",
	                "labs/x/lab.yaml:9: expected two names for `between`, found 1"},
	        {"  hosts: [{name: a}, {name: b}]\n  links:\n    - {between: [a, c]}",
	                "labs/x/lab.yaml:10: no host or switch is called `c`"},
	        {"  hosts: [{name: a}, {name: b}]\n  links:\n    - between: [a, b]\n      delay: "
	         "20",
	                "labs/x/lab.yaml:11: expected a time such as 20 ms for `delay`, found "
	                "`20`"},
	        {"  hosts: [{name: a}, {name: b}]\n  links:\n    - between: [a, b]\n      loss: "
	         "0.1",
	                "labs/x/lab.yaml:11: expected a share such as 10 % for `loss`, found "
	                "`0.1`"},
	        {"  hosts: [{name: a}, {name: b}]\n  links:\n    - between: [a, b]\n      mode: "
	         "held",
	                "labs/x/lab.yaml:11: expected one of pass, hold for `mode`, found `held`"},
	        {"  hosts: [{name: a}, {name: b}]\n  links:\n    - between: [a, b]\n      "
	         "rate-kbit: 5",
	                "labs/x/lab.yaml:11: `rate-kbit` is for links that the kernel carries; a "
	                "wire has "
	                "`rate`"},
	        {"  hosts: [{name: a}]\n  switches: [{name: s}]\n  links: [{between: [a, s], "
	         "carrier: "
	         "kernel, mode: hold}]",
	                "labs/x/lab.yaml:10: `mode` needs `carrier: wire`; the kernel carries this "
	                "link"},
	        {"  hosts: [{name: a, sysctls: {../x: 1}}]",
	                "labs/x/lab.yaml:8: expected a name below /proc/sys/net such as "
	                "ipv4/tcp_syncookies, found `../x`"},
	        {"  hosts: [{name: a, routes: [{to: home, via: 10.0.0.1}]}]",
	                "labs/x/lab.yaml:8: expected `default` or a network of the same kind as "
	                "`via`, such "
	                "as 10.0.1.0/24, for `to`, found `home`"},
	        {"  hosts: [{name: a}, {name: b}]\n  links: [{between: [a, b], addresses: {c: "
	         "[10.0.0.1]}}]",
	                "labs/x/lab.yaml:9: this link doesn't end at `c`"},
	        {"  hosts: [{name: a}]\n  switches: [{name: s, forward-delay: 1}]",
	                "labs/x/lab.yaml:9: expected a whole number from 2 to 30 for "
	                "`forward-delay`, found "
	                "`1`"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buf yaml = {0};
		buf_printf(&yaml, TOP "network:\n%s\n" CHECKS STEPS, bad[i].net);
		assert_refused(buf_text(&yaml), bad[i].sentence);
		buf_finish(&yaml);
	}
}

static void wrong_steps_and_programs_are_named(void **state)
{
	static const struct {
		const char *rest, *sentence;
	} bad[] = {
	        {CHECKS "steps: []\n", "labs/x/lab.yaml:12: a lab needs at least one step"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: [ab], solution: [x]}\n",
	                "labs/x/lab.yaml:13: no check is called `ab`; did you mean `a`?"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: [a]}\n",
	                "labs/x/lab.yaml:13: a step needs `solution`"},
	        {CHECKS "steps:\n  - {id: s, title: S, solution: [x]}\n",
	                "labs/x/lab.yaml:13: a step needs `until`"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: [a], solution: []}\n",
	                "labs/x/lab.yaml:13: `solution` has no command"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: [a], solution: [x], predict: [a]}\n",
	                "labs/x/lab.yaml:13: expected 2 to 6 checks for `predict`, found 1"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: a, solution: [x]}\n",
	                "labs/x/lab.yaml:13: expected a list for `until`, found a text"},
	        {CHECKS "steps:\n  - {id: s, title: {zh: 步}, until: [a], solution: [x]}\n",
	                "labs/x/lab.yaml:13: a text needs `en`"},
	        {CHECKS "steps:\n  - {id: s, title: S, until: [a], solution: [x]}\n"
	                "  - {id: s, title: S, until: [a], solution: [x]}\n",
	                "labs/x/lab.yaml:14: two steps are called `s`"},
	        {CHECKS "steps:\n  - {id: 1, title: S, until: [a], solution: [x]}\n",
	                "labs/x/lab.yaml:13: expected a name for `id` (letters, digits, `-`; at "
	                "most 31), "
	                "found `1`"},
	        {"programs:\n  - {name: p, host: servr, run: x}\n" CHECKS STEPS,
	                "labs/x/lab.yaml:11: no host or switch is called `servr`"},
	        {"programs:\n  - {name: p, host: server, run: x, source: ../p.c}\n" CHECKS STEPS,
	                "labs/x/lab.yaml:11: expected the name of a file in the lab's folder for "
	                "`source`, "
	                "found `../p.c`"},
	        {"programs:\n  - {name: p, host: server}\n" CHECKS STEPS,
	                "labs/x/lab.yaml:11: a program needs `run`"},
	        {"programs:\n  - {name: p, host: server, run: }\n" CHECKS STEPS,
	                "labs/x/lab.yaml:11: `run` is empty"},
	        {"checks: {}\n" STEPS,
	                "labs/x/lab.yaml:10: expected 1 to 256 entries for `checks`, found 0"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buf yaml = {0};
		buf_printf(&yaml, TOP NET "%s", bad[i].rest);
		assert_refused(buf_text(&yaml), bad[i].sentence);
		buf_finish(&yaml);
	}
}

static void wrong_files_are_named(void **state)
{
	static const struct {
		const char *yaml, *sentence;
	} bad[] = {
	        {"", "labs/x/lab.yaml:1: the file is empty"},
	        {"- a\n", "labs/x/lab.yaml:1: expected a lab as a map of keys, found a list"},
	        {"name: x\n", "labs/x/lab.yaml:1: a lab needs `title`"},
	        {"name: [x]\n", "labs/x/lab.yaml:1: expected a text for `name`, found a list"},
	        {"nmae: x\n", "labs/x/lab.yaml:1: a lab has no key `nmae`; did you mean `name`?"},
	        {"name: x\n\tlevel: 1\n",
	                "labs/x/lab.yaml:2: this is not YAML: found a tab character that violates "
	                "indentation (while scanning a plain scalar that began in line 1)"},
	        {"name: &a x\ntitle: *a\n",
	                "labs/x/lab.yaml:2: aliases (`*name`) are not understood "
	                "here; write it out"},
	        {"name: x\n---\nname: y\n",
	                "labs/x/lab.yaml:2: expected one document only, found another"},
	        {"? [a]\n: b\n", "labs/x/lab.yaml:1: expected a key, a word before a colon"},
	        {"name: \"a\\0b\"\n",
	                "labs/x/lab.yaml:1: a text can't contain a control character"},
	        {"name: \xff\n", "labs/x/lab.yaml:1: this is not UTF-8 text"},
	        {"a: [[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]\n",
	                "labs/x/lab.yaml:1: this lies deeper than 16 levels"},
	        {"name: x\ntitle: T\nabout: A\nchapter: H\nminutes: 5\nlevel: 1\n" NET CHECKS STEPS,
	                "labs/x/lab.yaml:4: expected a letter from A to G for `chapter`, found "
	                "`H`"},
	        {"name: x\ntitle: T\nabout: A\nchapter: A\nminutes: 5\nlevel: 4\n" NET CHECKS STEPS,
	                "labs/x/lab.yaml:6: expected a whole number from 1 to 3 for `level`, found "
	                "`4`"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_refused(bad[i].yaml, bad[i].sentence);
}

static void a_huge_file_is_refused(void **state)
{
	(void)state;
	size_t len = 300 * 1024;
	char *yaml = malloc(len);
	assert_non_null(yaml);
	memset(yaml, '#', len);
	struct err e = {0};
	assert_null(lab_parse(yaml, len, "labs/x", &e));
	assert_string_equal(e.text, "labs/x/lab.yaml: longer than 256 kB");
	free(yaml);
}

static void a_missing_folder_is_named(void **state)
{
	(void)state;
	struct err e = {0};
	assert_null(lab_load("/nonexistent/lab", &e));
	assert_non_null(strstr(e.text, "/nonexistent/lab/lab.yaml"));
	assert_int_equal(e.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_smallest_lab_is_read),
	        cmocka_unit_test(a_text_alone_is_english),
	        cmocka_unit_test(calls_to_hold_are_read),
	        cmocka_unit_test(a_network_is_read),
	        cmocka_unit_test(every_kind_of_check_is_read),
	        cmocka_unit_test(wrong_checks_are_named),
	        cmocka_unit_test(wrong_networks_are_named),
	        cmocka_unit_test(wrong_steps_and_programs_are_named),
	        cmocka_unit_test(wrong_files_are_named),
	        cmocka_unit_test(a_huge_file_is_refused),
	        cmocka_unit_test(a_missing_folder_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
