/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options: each row of the table, and values in each of their forms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "sock/option.h"

static void names_are_unique_and_found(void **state)
{
	(void)state;
	const struct sock_option *o;
	for (size_t i = 0; (o = sock_option_at(i)); i++) {
		assert_ptr_equal(sock_option_find(-1, o->name), o);
		assert_ptr_equal(sock_option_find(o->level, o->name), o);
		assert_null(sock_option_find(12345, o->name));
		assert_true(o->help && *o->help);
	}
	assert_null(sock_option_find(-1, "SO_NOTHING"));
	assert_int_equal(sock_option_find(-1, "TCP_NODELAY")->level, IPPROTO_TCP);
	assert_int_equal(sock_option_find(-1, "IPV6_V6ONLY")->number, IPV6_V6ONLY);
}

struct row {
	const char *name, *word, *second;
	const char *c;    /* NULL: refused */
	const char *text; /* as read back */
	socklen_t len;
};

static const struct row rows[] = {
        {"SO_REUSEADDR", "on", NULL, "&(int){1}", "1 (on)", 4},
        {"SO_REUSEADDR", "0", NULL, "&(int){0}", "0 (off)", 4},
        {"SO_REUSEADDR", "yes", NULL, NULL, NULL, 0},
        {"SO_RCVBUF", "4096", NULL, "&(int){4096}", "4096", 4},
        {"SO_RCVBUF", "0x10", NULL, "&(int){16}", "16", 4},
        {"SO_RCVBUF", "-1", NULL, "&(int){-1}", "-1", 4},
        {"SO_RCVBUF", "4294967296", NULL, NULL, NULL, 0},
        {"SO_RCVBUF", "on", NULL, NULL, NULL, 0},
        {"SO_RCVBUF", "", NULL, NULL, NULL, 0},
        {"SO_LINGER", "off", NULL, "&(struct linger){0, 0}", "{l_onoff = 0, l_linger = 0}", 8},
        {"SO_LINGER", "5", NULL, "&(struct linger){1, 5}", "{l_onoff = 1, l_linger = 5}", 8},
        {"SO_RCVTIMEO", "1.5", NULL, "&(struct timeval){1, 500000}",
                "{tv_sec = 1, tv_usec = 500000}", 16},
        {"SO_RCVTIMEO", "0.9999999", NULL, "&(struct timeval){1, 0}", "{tv_sec = 1, tv_usec = 0}",
                16},
        {"SO_RCVTIMEO", "0", NULL, "&(struct timeval){0, 0}",
                "{tv_sec = 0, tv_usec = 0} (no limit)", 16},
        {"SO_RCVTIMEO", "nan", NULL, NULL, NULL, 0},
        {"SO_RCVTIMEO", "-1", NULL, NULL, NULL, 0},
        {"TCP_CONGESTION", "cubic", NULL, "\"cubic\"", "\"cubic\"", 5},
        {"IP_ADD_MEMBERSHIP", "239.1.2.3", NULL, "&(struct ip_mreq){239.1.2.3, 0.0.0.0}", NULL, 8},
        {"IP_ADD_MEMBERSHIP", "239.1.2.3", "127.0.0.1", "&(struct ip_mreq){239.1.2.3, 127.0.0.1}",
                NULL, 8},
        {"IP_ADD_MEMBERSHIP", "here", NULL, NULL, NULL, 0},
        {"IPV6_ADD_MEMBERSHIP", "ff02::1", "lo", "&(struct ipv6_mreq){ff02::1, 1}", NULL, 20},
        {"IPV6_ADD_MEMBERSHIP", "ff02::1", "no-such-if", NULL, NULL, 0},
        {"SO_ERROR", "0", NULL, NULL, NULL, 0},
        {"SO_TYPE", "1", NULL, NULL, NULL, 0},
};

static void values_have_their_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		const struct sock_option *o = sock_option_find(-1, row->name);
		struct sock_value value;
		struct buf text = {0};
		struct err e = {0};
		assert_non_null(o);
		bool good = sock_option_parse(o, row->word, row->second, &value, &e);
		assert_int_equal(good, row->c != NULL);
		if (!good) {
			assert_int_equal(e.code, ERR_USAGE);
			assert_non_null(strstr(e.text, row->name));
			continue;
		}
		assert_int_equal(value.len, row->len);
		sock_option_c(o, &value, &text);
		assert_string_equal(buf_text(&text), row->c);
		buf_clear(&text);
		if (row->text) {
			sock_option_text(o, &value, &text);
			assert_string_equal(buf_text(&text), row->text);
		}
		buf_finish(&text);
	}
}

static void what_is_only_read_has_names(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int value;
		const char *text;
	} read[] = {
	        {"SO_ERROR", 0, "0 (no error)"},
	        {"SO_ERROR", 111, "ECONNREFUSED (Connection refused)"},
	        {"SO_TYPE", SOCK_DGRAM, "SOCK_DGRAM"},
	        {"SO_DOMAIN", AF_INET6, "AF_INET6"},
	        {"SO_PROTOCOL", IPPROTO_TCP, "IPPROTO_TCP"},
	        {"SO_ACCEPTCONN", 1, "1"},
	};
	for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++) {
		struct sock_value value = {.len = sizeof(int)};
		struct buf text = {0};
		memcpy(value.bytes, &read[i].value, sizeof(int));
		sock_option_text(sock_option_find(-1, read[i].name), &value, &text);
		assert_string_equal(buf_text(&text), read[i].text);
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(names_are_unique_and_found),
	        cmocka_unit_test(values_have_their_forms),
	        cmocka_unit_test(what_is_only_read_has_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
