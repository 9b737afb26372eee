/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Explanations: what is found by which name, and that each is one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "explain/explain.h"

static void finds_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *name, *term;
	} cases[] = {
	        {"tcp.flags.syn", "tcp.flags.syn"},
	        {"tcp.options.unknown", "tcp.options"},
	        {"tcp.options.unknown.deeper", "tcp.options"},
	        {"tcp.analysis.zero_window", "tcp.analysis.zero_window"},
	        {"ip.ttl", "ip.ttl"},
	        {"dns.flags.rcode", "dns.flags.rcode"},
	        {"dns.flags.z", "dns.flags"},
	        {"ECONNREFUSED", "ECONNREFUSED"},
	        {"SO_REUSEADDR", "SO_REUSEADDR"},
	        {"connect()", "connect"},
	        {"connect", "connect"},
	        {"TIME-WAIT", "TIME-WAIT"},
	        {"TIME_WAIT", "TIME-WAIT"},
	        {"ESTAB", "ESTABLISHED"},
	        {"SYN_RECV", "SYN-RECEIVED"},
	        {"tls.handshake", "tls.record.content_type"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct explanation *e = explain_find(cases[i].name);
		assert_non_null(e);
		assert_string_equal(e->term, cases[i].term);
	}
}

static void knows_nothing_of_others(void **state)
{
	(void)state;
	char endless[500];
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	static const char *const names[] = {
	        "", ".", "nothing", "nothing.at.all", "()", "TCP", "tc"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_null(explain_find(names[i]));
	assert_null(explain_find(endless));
}

/* Sentences of one text: ends of sentences that a blank or nothing follows. */
static size_t sentences(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += strchr(".?!", *text) && (text[1] == '\0' || text[1] == ' ');
	return n;
}

static void each_is_two_sentences(void **state)
{
	(void)state;
	size_t count = 0;
	for (; explain_at(count); count++) {
		const struct explanation *e = explain_at(count);
		size_t n = sentences(e->text);
		if (n < 2 || n > 4)
			fail_msg("%s: %zu sentences", e->term, n);
		if (strlen(e->text) < 60 || strlen(e->text) > 400)
			fail_msg("%s: %zu bytes", e->term, strlen(e->text));
		assert_true(strchr(".?", e->text[strlen(e->text) - 1]) != NULL);
		assert_non_null(e->source);
		/* Nothing hides another of the same name. */
		assert_ptr_equal(explain_find(e->term), e);
	}
	assert_true(count >= 250);
	assert_null(explain_at(count + 1));
}

/* What network programs may get from their calls (the manual pages of section 2). */
static void every_common_error(void **state)
{
	(void)state;
	static const char *const names[] = {"EACCES", "EADDRINUSE", "EADDRNOTAVAIL", "EAFNOSUPPORT",
	        "EAGAIN", "EALREADY", "EBADF", "ECONNABORTED", "ECONNREFUSED", "ECONNRESET",
	        "EDESTADDRREQ", "EFAULT", "EHOSTUNREACH", "EINPROGRESS", "EINTR", "EINVAL",
	        "EISCONN", "EMFILE", "EMSGSIZE", "ENETDOWN", "ENETUNREACH", "ENFILE", "ENOBUFS",
	        "ENOENT", "ENOMEM", "ENOPROTOOPT", "ENOTCONN", "ENOTSOCK", "EOPNOTSUPP", "EPERM",
	        "EPIPE", "EPROTO", "EPROTONOSUPPORT", "EPROTOTYPE", "ETIMEDOUT", "EWOULDBLOCK"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(explain_find(names[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(finds_by_name),
	        cmocka_unit_test(knows_nothing_of_others),
	        cmocka_unit_test(each_is_two_sentences),
	        cmocka_unit_test(every_common_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
