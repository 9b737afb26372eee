/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab's fingerprint: another one where the lab does something else, the same where only its words
 * are others.
 */
#include "lab/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"

static const char yaml[] =
        "name: x\ntitle: {en: T, zh: 题}\nsteps:\n  - {id: one, title: {en: A}}\n";

struct room {
	char dir[32];
};

static void put(const struct room *r, const char *name, const char *text)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", r->dir, name);
	assert_true(file_write(path, text, strlen(text), 0600, NULL));
}

static void take_away(const struct room *r, const char *name)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", r->dir, name);
	unlink(path);
}

static uint64_t print_of(const struct room *r)
{
	uint64_t out = 0;
	struct err e = {0};
	assert_true(lab_fingerprint(r->dir, &out, &e));
	assert_int_not_equal(out, 0);
	return out;
}

static int furnish(void **state)
{
	static struct room r;
	snprintf(r.dir, sizeof(r.dir), "/tmp/wirelab-XXXXXX");
	assert_non_null(mkdtemp(r.dir));
	put(&r, "lab.yaml", yaml);
	put(&r, "p.c", "int main(void) { return 0; }\n");
	*state = &r;
	return 0;
}

static int clear(void **state)
{
	static const char *const names[] = {
	        "lab.yaml", "p.c", "q.c", "lesson.md", "p.c~", ".p.c.swp", "recording.pcapng.gz"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		take_away(*state, names[i]);
	return rmdir(((const struct room *)*state)->dir);
}

static void words_do_not_count(void **state)
{
	const struct room *r = *state;
	uint64_t before = print_of(r);
	put(r, "lab.yaml",
	        "# other words\nname: x\ntitle: {en: Other}\nminutes: 7\n\n"
	        "steps:\n- id:   one\n  title: {en: B, zh: 乙}\n");
	put(r, "lesson.md", "# Words\n");
	put(r, "p.c~", "old");
	put(r, ".p.c.swp", "swap");
	put(r, "recording.pcapng.gz", "run");
	assert_true(print_of(r) == before);
}

static void deeds_count(void **state)
{
	const struct room *r = *state;
	uint64_t seen[5];
	seen[0] = print_of(r);
	put(r, "lab.yaml", "name: x\nsteps:\n  - {id: two}\n");
	seen[1] = print_of(r);
	put(r, "p.c", "int main(void) { return 1; }\n");
	seen[2] = print_of(r);
	put(r, "q.c", "");
	seen[3] = print_of(r);
	put(r, "lab.yaml", "name: x\nsteps: {id: two}\n");
	seen[4] = print_of(r);
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < i; k++)
			assert_true(seen[i] != seen[k]);
}

static void says_what_is_wrong(void **state)
{
	const struct room *r = *state;
	uint64_t out;
	struct err e = {0};
	put(r, "lab.yaml", "name: [\n");
	assert_false(lab_fingerprint(r->dir, &out, &e));
	assert_non_null(strstr(e.text, "lab.yaml:"));
	assert_false(lab_fingerprint("/nowhere", &out, &e));
	assert_non_null(strstr(e.text, "/nowhere"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(words_do_not_count, furnish, clear),
	        cmocka_unit_test_setup_teardown(deeds_count, furnish, clear),
	        cmocka_unit_test_setup_teardown(says_what_is_wrong, furnish, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
