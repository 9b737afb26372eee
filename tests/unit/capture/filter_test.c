/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters: what our words mean, which words are left to pcap-filter, what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "capture/filter.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char *names(void *user, const char *name)
{
	(void)user;
	static const char *const hosts[][2] = {{"client", "10.0.0.1"}, {"server", "10.0.0.2"},
	        {"gateway", "10.0.0.3 10.0.1.3"}, {"six", "fd00::6"}};
	for (size_t i = 0; i < LEN(hosts); i++)
		if (strcmp(hosts[i][0], name) == 0)
			return hosts[i][1];
	return NULL;
}

/* A TCP frame from 10.0.0.1 to 10.0.0.2, or fd00::1 to fd00::6. */
static size_t make_tcp(uint8_t *b, bool six, uint8_t flags, uint8_t payload)
{
	memset(b, 0, 128);
	memcpy(b, "\x02\0\0\0\0\2\x02\0\0\0\0\1", 12);
	uint8_t *tcp = b + 14 + (six ? 40 : 24);
	if (six) {
		memcpy(b + 12, "\x86\xdd\x60", 3);
		b[14 + 5] = (uint8_t)(20 + payload);
		b[14 + 6] = 6;
		memcpy(b + 22, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
		memcpy(b + 38, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\6", 16);
	} else { /* with four bytes of options, so that fixed offsets fail */
		memcpy(b + 12, "\x08\0\x46\0\0", 5);
		b[14 + 3] = (uint8_t)(24 + 20 + payload);
		b[14 + 9] = 6;
		memcpy(b + 26, "\x0a\0\0\1\x0a\0\0\2", 8);
	}
	memcpy(tcp, "\x30\x39\0\x50", 4);
	tcp[12] = 0x50;
	tcp[13] = flags;
	return (size_t)(tcp - b) + 20 + payload;
}

struct match {
	const char *text;
	uint8_t flags, payload;
	bool expect;
};

static const struct match matches[] = {
        {"", 0x02, 0, true},
        {"  ", 0x10, 3, true},
        {"syn", 0x02, 0, true},
        {"syn", 0x12, 0, false},
        {"syn", 0x10, 0, false},
        {"synack", 0x12, 0, true},
        {"synack", 0x02, 0, false},
        {"synack", 0x10, 0, false},
        {"fin", 0x11, 0, true},
        {"fin", 0x10, 0, false},
        {"rst", 0x14, 0, true},
        {"rst", 0x10, 0, false},
        {"ack", 0x10, 0, true},
        {"ack", 0x10, 1, false},
        {"ack", 0x18, 5, false},
        {"ack", 0x11, 0, false},
        {"ack", 0x12, 0, false},
        {"ack", 0x14, 0, false},
        {"data", 0x18, 5, true},
        {"data", 0x10, 1, true},
        {"data", 0x10, 0, false},
        {"data", 0x02, 0, false},
        {"not ack", 0x10, 0, false},
        {"!ack", 0x10, 0, false},
        {"syn or fin", 0x11, 0, true},
        {"syn || synack", 0x12, 0, true},
        {"(syn or synack) and port 80", 0x12, 0, true},
        {"(syn or synack) and port 81", 0x12, 0, false},
        {"syn port 80", 0x02, 0, true},
        {"syn port 81", 0x02, 0, false},
        {"tcp syn", 0x02, 0, true},
        {"tcp syn", 0x10, 0, false},
        {"tcp port 80 data", 0x10, 2, true},
        {"tcp port 80 data", 0x10, 0, false},
        {"syn or data port 81", 0x02, 0, false},
        {"vlan and syn", 0x02, 0, false},
        {"less 20 or syn", 0x02, 0, true},
        {"len > 10 and syn", 0x02, 0, true},
};

static void test_words_match(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(matches); i++) {
		for (int six = 0; six < 2; six++) {
			const struct match *m = &matches[i];
			struct err e = {0};
			uint8_t frame[128];
			size_t len = make_tcp(frame, six, m->flags, m->payload);
			struct filter *f = filter_create(m->text, names, NULL, &e);
			if (!f)
				fail_msg("\"%s\": %s", m->text, e.text);
			if (filter_match(f, frame, len, len) != m->expect)
				fail_msg("\"%s\" (IPv%d, flags %02x, %d bytes): not %d, it is %s",
				        m->text, six ? 6 : 4, m->flags, m->payload, m->expect,
				        filter_expanded(f));
			assert_string_equal(filter_text(f), m->text);
			filter_destroy(f);
		}
	}
}

struct host_match {
	const char *text;
	bool four, six; /* matches the frame of either kind */
};

static const struct host_match host_matches[] = {
        {"from client", true, false},
        {"to client", false, false},
        {"to server", true, false},
        {"from server or client", true, false},
        {"to six", false, true},
        {"from six", false, false},
        {"host six", false, true},
        {"client", true, false},
        {"tcp and client", true, false},
        {"syn from client to server", true, false},
        {"syn from server", false, false},
        {"from client syn", true, false},
        {"from client tcp port 80", true, false},
        {"from client not syn", false, false},
        {"from client (fin or syn)", true, false},
        {"src host client", true, false},
        {"src client", true, false},
        {"dst client", false, false},
        {"src or dst client", true, false},
        {"host server and syn", true, false},
        {"src host server or client", true, false},
        {"src host client and dst host server", true, false},
        {"from 10.0.0.1", true, false},
        {"from 10.0.0.0/24", true, false},
        {"from 10.0.1.0/24", false, false},
        {"net 10.0.0.0/24", true, false},
        {"net 10.0", true, false},
        {"from fd00::1", false, true},
        {"from fd00::/16", false, true},
        {"10.0.0.1", true, false},
        {"02:00:00:00:00:01", true, true},
        {"from 02:00:00:00:00:01", true, true},
        {"to 02:00:00:00:00:01", false, false},
        {"ether src 02:00:00:00:00:01", true, true},
        {"from gateway", false, false},
        {"not from gateway", true, true},
        {"host gateway or to server", true, false},
        {"tcp[tcpflags] & tcp-syn != 0", true, false},
        {"tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn", true, false},
        {"ip proto \\tcp and syn", true, false},
        {"ip[0] & 0xf != 5", true, false},
        {"port http", true, true},
        {"port http or domain", true, true},
        {"ip6", false, true},
};

static void test_hosts_match(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(host_matches); i++) {
		const struct host_match *m = &host_matches[i];
		struct err e = {0};
		struct filter *f = filter_create(m->text, names, NULL, &e);
		if (!f)
			fail_msg("\"%s\": %s", m->text, e.text);
		for (int six = 0; six < 2; six++) {
			uint8_t frame[128];
			size_t len = make_tcp(frame, six, 0x02, 0);
			if (filter_match(f, frame, len, len) != (six ? m->six : m->four))
				fail_msg("\"%s\" on IPv%d is wrong: %s", m->text, six ? 6 : 4,
				        filter_expanded(f));
		}
		filter_destroy(f);
	}
}

static void test_expansion(void **state)
{
	(void)state;
	static const char *const texts[][2] = {
	        {"tcp[tcpflags] & tcp-syn != 0", "tcp[tcpflags] & tcp-syn != 0"},
	        {"src host 10.0.0.1 and port 80", "src host 10.0.0.1 and port 80"},
	        {"from client", "src host 10.0.0.1"},
	        {"to server or client", "dst host 10.0.0.2 or 10.0.0.1"},
	        {"tcp from client", "tcp and src host 10.0.0.1"},
	        {"host gateway", "host (10.0.0.3 or 10.0.1.3)"},
	        {"from gateway", "src host (10.0.0.3 or 10.0.1.3)"},
	        {"client", "host 10.0.0.1"},
	        {"tcp[13] & 2 != 0", "tcp[13] & 2 != 0"},
	        {"ether[syn:2]", "ether[syn:2]"},
	        {"port data", "port data"},
	};
	for (size_t i = 0; i < LEN(texts); i++) {
		char *s = filter_expand(texts[i][0], names, NULL);
		/* Spacing is not the point. */
		char *a = s, *b = s;
		for (; *a; a++)
			if (*a != ' ' || (b > s && a[1] && a[1] != ' '))
				*b++ = *a;
		*b = '\0';
		assert_string_equal(s, texts[i][1]);
		free(s);
	}
}

static const char *const wrong[][2] = {
        {"from nobody", "\"nobody\""},
        {"host nobody.example.org", "\"nobody.example.org\""},
        {"src host nobody", "\"nobody\""},
        {"gateway nobody", "\"nobody\""},
        {"net nobody", "\"nobody\""},
        {"ether host nobody", "\"nobody\""},
        {"sin from client", "\"sin\""},
        {"client or nobody", "\"nobody\""},
        {"from", "after \"from\""},
        {"syn to", "after \"to\""},
        {"tcp port", "ends after \"tcp port\""},
        {"tcp and and udp", "not \"and\""},
        {"port nosuchservice", "port"},
        {"(syn", "(syn"},
        {"syn)", "no bracket is open that \")\""},
        {"from client from", "after \"from\""},
        {"0123456789012345678901234567890123456789012345678901234567890123456789", "too long"},
};

static void test_errors_name_the_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(wrong); i++) {
		struct err e = {0};
		struct filter *f = filter_create(wrong[i][0], names, NULL, &e);
		if (f)
			fail_msg("\"%s\" was taken: %s", wrong[i][0], filter_expanded(f));
		assert_int_equal(e.code, ERR_USAGE);
		if (!strstr(e.text, wrong[i][1]))
			fail_msg("\"%s\": %s", wrong[i][0], e.text);
	}
	char longest[4001];
	memset(longest, ' ', 4000);
	longest[4000] = '\0';
	assert_null(filter_create(longest, names, NULL, NULL));
}

static void test_without_names(void **state)
{
	(void)state;
	struct err e = {0};
	assert_null(filter_create("from client", NULL, NULL, &e));
	assert_non_null(strstr(e.text, "\"client\""));
	struct filter *f = filter_create("from 10.0.0.1", NULL, NULL, &e);
	assert_non_null(f);
	filter_destroy(f);
	filter_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_words_match),
	        cmocka_unit_test(test_hosts_match),
	        cmocka_unit_test(test_expansion),
	        cmocka_unit_test(test_errors_name_the_word),
	        cmocka_unit_test(test_without_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
