/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every field that a decoder may emit can be asked for by its name. No frame has all of them, and
 * tables put names together; but each is a text in the program, so all of its texts are looked at:
 * what has the form of a name, and begins as one does, must be known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ctype.h>
#include <link.h>
#include <stdio.h>

#include "base/buf.h"
#include "packet/fields.h"

#define TEXT_MAX 100

/* This program, in which all decoders are. */
static void read_self(struct buf *out)
{
	FILE *f = fopen("/proc/self/exe", "rb");
	char piece[65536];
	assert_non_null(f);
	for (size_t n; (n = fread(piece, 1, sizeof(piece), f));)
		buf_add(out, piece, n);
	fclose(f);
}

/* The section of constants: elf(5). */
static ElfW(Shdr) find_constants(const struct buf *file)
{
	ElfW(Ehdr) head;
	ElfW(Shdr) names, section;
	memcpy(&head, file->at, sizeof(head));
	assert_memory_equal(head.e_ident, ELFMAG, SELFMAG);
	const char *all = file->at + head.e_shoff;
	memcpy(&names, all + head.e_shstrndx * sizeof(names), sizeof(names));
	for (size_t i = 0; i < head.e_shnum; i++) {
		memcpy(&section, all + i * sizeof(section), sizeof(section));
		if (strcmp(file->at + names.sh_offset + section.sh_name, ".rodata") == 0)
			return section;
	}
	fail_msg("this program has no constants");
	return section;
}

/* Words with dots between. */
static bool is_name(const char *text, size_t len)
{
	if (len >= TEXT_MAX || !islower((unsigned char)text[0]) || text[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("._-", text[i]))
			return false;
	return memchr(text, '.', len) != NULL;
}

static bool shares_beginning(const char *text, const char *name)
{
	size_t len = strcspn(text, ".") + 1;
	return strncmp(text, name, len) == 0;
}

/* Is there a field whose name begins with the same word? */
static bool begins_as_field(const char *text)
{
	size_t count;
	const char *const *placed = fields_placed_by_content(&count);
	for (size_t i = 0; i < count; i++)
		if (shares_beginning(text, placed[i]))
			return true;
	for (const char *const *n = fields_editable(); *n; n++)
		if (shares_beginning(text, *n))
			return true;
	return false;
}

static void test_every_field_is_known(void **state)
{
	(void)state;
	unsigned names = 0;
	struct buf file = {0};
	read_self(&file);
	ElfW(Shdr) constants = find_constants(&file);
	const char *at = file.at + constants.sh_offset, *end = at + constants.sh_size;
	for (size_t len; at < end; at += len + 1) {
		len = strnlen(at, (size_t)(end - at));
		if (!len || !is_name(at, len) || !begins_as_field(at))
			continue;
		names++;
		if (!fields_known(at))
			fail_msg("there is a field \"%s\" that field_names.c does not know", at);
	}
	assert_true(names > 1000);
	buf_finish(&file);
}

static void test_names_are_sorted(void **state)
{
	(void)state;
	size_t count;
	const char *const *names = fields_placed_by_content(&count);
	for (size_t i = 1; i < count; i++)
		if (strcmp(names[i - 1], names[i]) >= 0)
			fail_msg("\"%s\" is not in its place", names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_field_is_known),
	        cmocka_unit_test(test_names_are_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
