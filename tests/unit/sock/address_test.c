/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses as people write them, and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/un.h>

#include "sock/address.h"

struct row {
	int family;
	const char *host, *port;
	bool passive;
	const char *text, *brief; /* NULL: refused */
};

static const struct row rows[] = {
        {AF_INET, "10.0.0.2", "8888", false, "{AF_INET, 10.0.0.2:8888}", "10.0.0.2:8888"},
        {AF_INET, "10.0.0.2:8888", NULL, false, "{AF_INET, 10.0.0.2:8888}", "10.0.0.2:8888"},
        {AF_INET, "8888", NULL, true, "{AF_INET, 0.0.0.0:8888}", "*:8888"},
        {AF_INET, "8888", NULL, false, "{AF_INET, 127.0.0.1:8888}", "127.0.0.1:8888"},
        {AF_INET, "*", "0", true, "{AF_INET, 0.0.0.0:0}", "-"},
        {AF_INET, "*:80", NULL, true, "{AF_INET, 0.0.0.0:80}", "*:80"},
        {AF_INET, "AF_UNSPEC", NULL, false, "{AF_UNSPEC}", NULL},
        {AF_INET6, "[::1]:80", NULL, false, "{AF_INET6, [::1]:80}", "[::1]:80"},
        {AF_INET6, "::1", "80", false, "{AF_INET6, [::1]:80}", "[::1]:80"},
        {AF_INET6, "80", NULL, true, "{AF_INET6, [::]:80}", "*:80"},
        {AF_INET6, "10.0.0.2", "1", false, "{AF_INET6, [::ffff:10.0.0.2]:1}",
                "[::ffff:10.0.0.2]:1"},
        {AF_UNIX, "/tmp/x", NULL, false, "{AF_UNIX, \"/tmp/x\"}", "/tmp/x"},
        {AF_UNIX, "@x", NULL, false, "{AF_UNIX, \"@x\"}", "@x"},
        {AF_UNIX, "8888", NULL, true, "{AF_UNIX, \"8888\"}", "8888"},
        {AF_INET, "10.0.0.2", NULL, false, NULL, NULL},
        {AF_INET, "10.0.0.2", "65536", false, NULL, NULL},
        {AF_INET, "10.0.0.2", "99999999999", false, NULL, NULL},
        {AF_INET, "10.0.0.2:", NULL, false, NULL, NULL},
        {AF_INET, "10.0.0.2", "-1", false, NULL, NULL},
        {AF_INET, "::1", "80", false, NULL, NULL},
        {AF_UNIX, "", NULL, false, NULL, NULL},
        {AF_UNIX,
                "/0123456789012345678901234567890123456789012345678901234567890123456789"
                "0123456789012345678901234567890123456",
                NULL, false, NULL, NULL},
};

static void addresses_are_read_and_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sock_address a;
		struct buf text = {0}, brief = {0};
		struct err e = {0};
		bool named;
		bool good = sock_address_parse(rows[i].family, SOCK_STREAM, rows[i].host,
		        rows[i].port, rows[i].passive, &a, &named, &e);
		assert_int_equal(good, rows[i].text != NULL);
		if (good) {
			assert_false(named);
			sock_address_text(&a, &text);
			assert_string_equal(buf_text(&text), rows[i].text);
		} else {
			assert_int_equal(e.code, ERR_USAGE);
		}
		if (rows[i].brief) {
			sock_address_short(&a, &brief);
			assert_string_equal(buf_text(&brief), rows[i].brief);
		}
		buf_finish(&text);
		buf_finish(&brief);
	}
}

static void names_are_looked_up_and_said_so(void **state)
{
	(void)state;
	struct sock_address a;
	struct buf text = {0};
	bool named;
	assert_true(sock_address_parse(
	        AF_INET, SOCK_STREAM, "localhost", "80", false, &a, &named, NULL));
	assert_true(named);
	sock_address_text(&a, &text);
	assert_string_equal(buf_text(&text), "{AF_INET, 127.0.0.1:80}");
	buf_finish(&text);
}

static void lengths_are_those_of_unix(void **state)
{
	(void)state;
	struct sock_address a;
	bool named;
	assert_true(sock_address_parse(AF_UNIX, SOCK_STREAM, "/x", NULL, false, &a, &named, NULL));
	assert_int_equal(a.len, offsetof(struct sockaddr_un, sun_path) + 3);
	assert_true(sock_address_parse(AF_UNIX, SOCK_STREAM, "@x", NULL, false, &a, &named, NULL));
	assert_int_equal(a.len, offsetof(struct sockaddr_un, sun_path) + 2);
}

static void kernels_empty_addresses_are_shown(void **state)
{
	(void)state;
	struct sock_address unnamed = {.len = sizeof(sa_family_t)}, none = {.len = 0};
	struct buf text = {0};
	unnamed.at.ss_family = AF_UNIX;
	sock_address_text(&unnamed, &text);
	sock_address_short(&unnamed, &text);
	sock_address_text(&none, &text);
	sock_address_short(&none, &text);
	assert_string_equal(buf_text(&text), "{AF_UNIX}-{}-");
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(addresses_are_read_and_written),
	        cmocka_unit_test(names_are_looked_up_and_said_so),
	        cmocka_unit_test(lengths_are_those_of_unix),
	        cmocka_unit_test(kernels_empty_addresses_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
