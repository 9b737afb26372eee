/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of progress: round trip, changed labs, damaged files.
 */
#include "lab/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

struct room {
	char dir[32];
	struct lab *lab;
};

static struct lab *lab_with(const char *steps)
{
	struct buf yaml = {0};
	struct err e = {0};
	buf_printf(&yaml, "name: x\ntitle: T\nabout: A\nchapter: B\nminutes: 5\nlevel: 1\n"
	                  "network: {hosts: [{name: a}, {name: b}], links: [{between: [a, b]}]}\n"
	                  "checks: {a: {says: a, frame: {}}}\nsteps:\n");
	for (const char *id = steps; *id; id++)
		buf_printf(&yaml, "  - {id: %c, title: S, until: [a], solution: [x]}\n", *id);
	struct lab *lab = lab_parse(buf_text(&yaml), yaml.len, ".", &e);
	buf_finish(&yaml);
	if (!lab)
		fail_msg("%s", e.text);
	return lab;
}

static int set_up(void **state)
{
	struct room *r = xcalloc(1, sizeof(*r));
	memcpy(r->dir, "/tmp/wirelab-test-XXXXXX", sizeof("/tmp/wirelab-test-XXXXXX"));
	assert_non_null(mkdtemp(r->dir));
	r->lab = lab_with("abc");
	*state = r;
	return 0;
}

static char *file_of(const struct room *r, const char *name)
{
	return xasprintf("%s/progress/%s", r->dir, name);
}

static int tear_down(void **state)
{
	struct room *r = *state;
	static const char *const names[] = {"x", "x.broken", ""};
	for (size_t i = 0; i < 3; i++) {
		_cleanup_free_ char *path = file_of(r, names[i]);
		remove(path);
	}
	rmdir(r->dir);
	lab_destroy(r->lab);
	free(r);
	return 0;
}

static void write_file(const struct room *r, const char *text, size_t len)
{
	struct err e = {0};
	_cleanup_free_ char *dir = file_of(r, "");
	_cleanup_free_ char *path = file_of(r, "x");
	mkdir(dir, 0700);
	assert_true(file_write(path, text, len, 0600, &e));
}

static void without_a_file_it_is_fresh(void **state)
{
	struct room *r = *state;
	struct progress p;
	struct err e = {0};
	assert_true(progress_load(r->lab, r->dir, &p, &e));
	assert_int_equal(e.code, ERR_NONE);
	assert_int_equal(p.step, 0);
	assert_int_equal(p.chosen[0], -1);
	assert_int_equal(progress_count(r->lab, &p), 0);
}

static void what_is_saved_comes_back(void **state)
{
	struct room *r = *state;
	struct progress p, q;
	struct err e = {0};
	progress_init(&p);
	p.step = 1;
	p.done[0] = true;
	p.chosen[0] = 2;
	p.right[0] = 0;
	p.hints[1] = 3;
	assert_true(progress_save(r->lab, r->dir, &p, &e));
	assert_true(progress_load(r->lab, r->dir, &q, &e));
	assert_int_equal(q.step, 1);
	assert_true(q.done[0] && !q.done[1]);
	assert_int_equal(q.chosen[0], 2);
	assert_int_equal(q.right[0], 0);
	assert_int_equal(q.hints[1], 3);
	assert_int_equal(q.chosen[1], -1);
	assert_int_equal(progress_count(r->lab, &q), 1);
	struct stat st;
	_cleanup_free_ char *path = file_of(r, "x");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* Steps were put in, moved and taken out: what was done in the others stays theirs. */
static void a_changed_lab_keeps_what_fits(void **state)
{
	struct room *r = *state;
	struct progress p, q;
	struct err e = {0};
	progress_init(&p);
	p.done[0] = p.done[2] = true;
	p.step = 1;
	assert_true(progress_save(r->lab, r->dir, &p, &e));
	struct lab *other = lab_with("cnad");
	assert_true(progress_load(other, r->dir, &q, &e));
	assert_int_equal(e.code, ERR_NONE);
	assert_true(q.done[0] && !q.done[1] && q.done[2] && !q.done[3]);
	assert_int_equal(q.step, 1); /* step b is gone: the first that is not done */
	lab_destroy(other);
}

static void a_damaged_file_is_set_aside(void **state)
{
	static const char *const damaged[] = {
	        "",
	        "nonsense\n",
	        "wirelab progress 2\n",
	        "wirelab progress 1\nat a", /* cut off */
	        "wirelab progress 1\nat a\nstep a done 1 chosen 0 right 1\n",
	        "wirelab progress 1\nat a\nstep a done 1 chosen 0 right 1 hints 4\n",
	        "wirelab progress 1\nat a\nstep a done 2 chosen 0 right 1 hints 1\n",
	        "wirelab progress 1\nat a\nstep a done 99999999999999999999 \n",
	        "wirelab progress 1\nat a\nstep a done 1 chosen 0 right 1 hints 1 more\n",
	        "wirelab progress 1\nat a\ngarbage\n",
	};
	struct room *r = *state;
	_cleanup_free_ char *aside = file_of(r, "x.broken");
	_cleanup_free_ char *path = file_of(r, "x");
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		struct progress p;
		struct err e = {0};
		struct buf kept = {0};
		write_file(r, damaged[i], strlen(damaged[i]));
		assert_true(progress_load(r->lab, r->dir, &p, &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_non_null(strstr(e.text, "x.broken"));
		assert_int_equal(progress_count(r->lab, &p), 0);
		assert_int_equal(access(path, F_OK), -1);
		assert_true(file_read(aside, 1000, &kept, &e));
		assert_string_equal(buf_text(&kept), damaged[i]);
		buf_finish(&kept);
	}
}

static void a_nul_byte_is_damage(void **state)
{
	struct room *r = *state;
	struct progress p;
	struct err e = {0};
	write_file(r, "wirelab progress 1\n\0at a\n", 25);
	assert_true(progress_load(r->lab, r->dir, &p, &e));
	assert_int_equal(e.code, ERR_INPUT);
}

static void a_folder_in_its_place_is_an_error(void **state)
{
	struct room *r = *state;
	struct progress p;
	struct err e = {0};
	_cleanup_free_ char *dir = file_of(r, "");
	_cleanup_free_ char *path = file_of(r, "x");
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(progress_load(r->lab, r->dir, &p, &e));
	assert_int_not_equal(e.code, ERR_NONE);
	assert_false(progress_save(r->lab, r->dir, &p, &e));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(without_a_file_it_is_fresh),
	        TEST(what_is_saved_comes_back),
	        TEST(a_changed_lab_keeps_what_fits),
	        TEST(a_damaged_file_is_set_aside),
	        TEST(a_nul_byte_is_damage),
	        TEST(a_folder_in_its_place_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
