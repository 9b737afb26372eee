/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of Python from memory made by hand: tables of every kind, and memory that is nonsense.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/trace/python_image.h"
#include "trace/source_python.h"

/* Units 0: line 10; 1 and 2: 12, one-line form; 3: 9, without columns; 4: none; 5: 30, long. */
static const uint8_t table[] = {0x80 | 0 << 3 | 0, 0x00, 0x80 | 12 << 3 | 1, 4, 9,
        0x80 | 13 << 3 | 0, 3 << 1 | 1, 0x80 | 15 << 3 | 0, 0x80 | 14 << 3 | 0, 21 << 1, 0, 1, 2};

static uint64_t add_code(struct image *m, const char *file, const char *name)
{
	return image_code(m, &(struct image_code){.file = image_ascii(m, file),
	                             .name = image_ascii(m, name),
	                             .first_line = 10,
	                             .units = 6,
	                             .table = table,
	                             .table_size = sizeof(table)});
}

static struct trace_source look(struct source_python *s, struct image *m)
{
	struct args_memory memory = image_memory(m);
	return source_python_find(s, IMAGE_THREAD, &memory);
}

static void versions(void **state)
{
	(void)state;
	assert_true(source_python_knows(0x030b02f0));
	assert_false(source_python_knows(0x030b00a7)); /* an alpha */
	assert_false(source_python_knows(0x030c01f0));
	assert_false(source_python_knows(0));
}

static void every_instruction(void **state)
{
	(void)state;
	static const int lines[] = {10, 10, 12, 12, 9, 0, 30, 0};
	struct image m;
	struct source_python *s = source_python_create(IMAGE_AT);
	image_begin(&m);
	uint64_t code = add_code(&m, "/home/a/echo.py", "main");
	image_frame(&m, code, 0);
	for (int64_t unit = -1; unit < 7; unit++) {
		image_word(&m, m.frame + 56, code + 184 + (uint64_t)(2 * unit));
		struct trace_source found = look(s, &m);
		assert_int_equal(found.line, lines[unit + 1]);
		if (!found.line)
			continue;
		assert_string_equal(found.file, "/home/a/echo.py");
		assert_string_equal(found.function, "main");
	}
	source_python_destroy(s);
}

static void whose_frame(void **state)
{
	(void)state;
	struct image m;
	struct source_python *s = source_python_create(IMAGE_AT);
	image_begin(&m);
	image_frame(&m, add_code(&m, "<frozen runpy>", "run"), 0);
	image_frame(&m, add_code(&m, "/usr/lib/python3.11/socketserver.py", "serve"), 2);
	image_frame(&m, add_code(&m, "/usr/lib/python3.11/socket.py", "accept"), 0);
	assert_string_equal(look(s, &m).file, "/usr/lib/python3.11/socket.py");
	image_frame(&m, add_code(&m, "own.py", "f"), 1);
	image_frame(&m, add_code(&m, "<frozen importlib._bootstrap>", "g"), 0);
	assert_string_equal(look(s, &m).file, "own.py");
	assert_int_equal(look(s, &m).line, 12);
	/* It returns: what was read ahead is read again, and something else now. */
	image_word(&m, m.cframe + 8, m.frame);
	image_word(&m, m.frame + 48, 0);
	assert_null(look(s, &m).file);
	source_python_destroy(s);
}

static void other_code_at_the_same_place(void **state)
{
	(void)state;
	static const uint16_t wide[] = {0x4f60, 0x597d, '.', 'p', 'y'};
	struct image m;
	struct source_python *s = source_python_create(IMAGE_AT);
	image_begin(&m);
	uint64_t code = add_code(&m, "a.py", "f");
	image_frame(&m, code, 0);
	assert_int_equal(look(s, &m).line, 10);
	const char *before = look(s, &m).file;
	struct image_code other = {.file = image_text(&m, wide, 5, 2),
	        .name = image_ascii(&m, "g"),
	        .first_line = 100,
	        .units = 6,
	        .table = table,
	        .table_size = sizeof(table)};
	image_code_at(&m, code, &other);
	assert_int_equal(look(s, &m).line, 100);
	assert_string_equal(look(s, &m).file, "你好.py");
	assert_string_equal(before, "a.py");
	source_python_destroy(s);
}

static void nonsense(void **state)
{
	(void)state;
	struct image m;
	struct source_python *s = source_python_create(IMAGE_AT);
	image_begin(&m);
	uint64_t code = add_code(&m, "/usr/lib/python3.11/x.py", "f");
	uint64_t frame = image_frame(&m, code, 0);
	image_word(&m, frame + 48, frame); /* a circle */
	assert_int_equal(look(s, &m).line, 10);
	image_word(&m, code + 8, m.text_type); /* not of the type code */
	assert_null(look(s, &m).file);
	image_word(&m, code + 8, m.code_type);
	image_word(&m, code + 136, UINT64_MAX - 7);
	assert_null(look(s, &m).file);
	image_word(&m, m.thread + 160, 1);
	image_word(&m, m.thread + 8, m.thread); /* threads in a circle, none is ours */
	assert_null(look(s, &m).file);
	struct args_memory memory = image_memory(&m);
	assert_int_equal(source_python_find(s, 1, &memory).line, 0);
	source_python_destroy(s);
	s = source_python_create(8);
	assert_null(look(s, &m).file);
	source_python_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(versions),
	        cmocka_unit_test(every_instruction),
	        cmocka_unit_test(whose_frame),
	        cmocka_unit_test(other_code_at_the_same_place),
	        cmocka_unit_test(nonsense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
