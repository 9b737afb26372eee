/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The owners of conversations of this process on loopback.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "watch/owners.h"

static int bound(uint16_t *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

static struct packet datagram(uint16_t from, uint16_t to)
{
	return (struct packet){.protocol = IPPROTO_UDP,
	        .sport = from,
	        .dport = to,
	        .src = {4, {127, 0, 0, 1}},
	        .dst = {4, {127, 0, 0, 1}}};
}

static void tells_program_and_user(void **state)
{
	(void)state;
	struct watch_owners *o = watch_owners_create();
	struct watch_owner who;
	uint16_t here, there;
	int fd = bound(&here), other = bound(&there);
	close(other);
	struct packet p = datagram(here, there);
	watch_owners_note(o, 3, 0, &p);
	assert_true(watch_owners_pending(o));
	/* The user is known at once, the process after a look. */
	assert_true(watch_owners_of(o, 3, 0, &who));
	assert_int_equal(who.pid, 0);
	assert_int_equal(who.uid, getuid());
	assert_true(who.user[0]);
	assert_true(watch_owners_work(o, NSEC_PER_SEC));
	assert_false(watch_owners_pending(o));
	assert_true(watch_owners_of(o, 3, 0, &who));
	assert_int_equal(who.pid, getpid());
	assert_true(who.program[0]);
	assert_false(watch_owners_of(o, 3, 1, &who));
	assert_false(watch_owners_of(o, 2, 0, &who));
	assert_false(watch_owners_of(o, 4, 0, &who));

	char text[160], expected[160];
	assert_true(watch_owners_of(o, 3, 0, &who));
	snprintf(expected, sizeof(expected), "%s[%d] %s", who.program, (int)getpid(), who.user);
	watch_owners_text(o, 3, text, sizeof(text));
	assert_string_equal(text, expected);
	watch_owners_text(o, 2, text, sizeof(text));
	assert_string_equal(text, "");
	close(fd);
	watch_owners_destroy(o);
}

/* What was asked once is not asked again: it has ended, and stays known. */
static void remembers_who_has_gone(void **state)
{
	(void)state;
	struct watch_owners *o = watch_owners_create();
	struct watch_owner who;
	uint16_t here;
	int fd = bound(&here);
	struct packet answer = datagram(9, here);
	watch_owners_note(o, 0, 0, &answer);
	watch_owners_work(o, NSEC_PER_SEC);
	close(fd);
	watch_owners_note(o, 0, 0, &answer);
	assert_true(watch_owners_of(o, 0, 1, &who));
	assert_int_equal(who.pid, getpid());
	assert_false(watch_owners_of(o, 0, 0, &who));
	watch_owners_destroy(o);
}

/* A socket without a process that can be looked into: known by its user alone, and given up. */
static void gives_up_after_some_looks(void **state)
{
	(void)state;
	struct watch_owners *o = watch_owners_create();
	uint16_t here;
	int fd = bound(&here);
	struct packet p = datagram(here, 9);
	watch_owners_note(o, 0, 0, &p);
	close(fd);
	nsec now = NSEC_PER_SEC;
	for (int i = 0; i < 10 && watch_owners_pending(o); i++)
		assert_false(watch_owners_work(o, now += 10 * NSEC_PER_SEC));
	assert_false(watch_owners_pending(o));
	watch_owners_destroy(o);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tells_program_and_user),
	        cmocka_unit_test(remembers_who_has_gone),
	        cmocka_unit_test(gives_up_after_some_looks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
