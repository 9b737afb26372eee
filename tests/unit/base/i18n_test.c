/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which language and character set each environment gets, and what a catalogue may contain. The
 * locales named here are not installed: that is the case that has to work.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"

/* A catalogue as msgfmt writes it, little- or big-endian: pairs sorted by msgid. */
struct pair {
	const char *id;
	size_t id_len; /* 0: as long as the string */
	const char *str;
};

static const struct pair pairs[] = {
        {"", 0, "Content-Type: text/plain; charset=UTF-8\n"},
        {"bench", 0, "\u5b9e\u9a8c\u53f0"},
        {"empty", 0, ""},
        {"of a loop\004open", 0, "\u65ad\u5f00"},
        {"one lab\0many labs", 17, "%lu \u4e2a\u5b9e\u9a8c"},
};
enum { PAIRS = sizeof(pairs) / sizeof(pairs[0]) };

static void put32(struct buf *b, uint32_t v, bool big)
{
	for (int i = 0; i < 4; i++)
		buf_putc(b, (char)(uint8_t)(v >> (big ? 24 - 8 * i : 8 * i)));
}

static size_t id_len(const struct pair *p)
{
	return p->id_len ? p->id_len : strlen(p->id);
}

static void make_catalogue(struct buf *b, bool big)
{
	const uint32_t head[] = {0x950412de, 0, PAIRS, 28, 28 + PAIRS * 8, 0, 28 + PAIRS * 16};
	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		put32(b, head[i], big);
	uint32_t at = head[6];
	for (size_t i = 0; i < PAIRS; i++) {
		put32(b, (uint32_t)id_len(&pairs[i]), big);
		put32(b, at, big);
		at += (uint32_t)id_len(&pairs[i]) + 1;
	}
	for (size_t i = 0; i < PAIRS; i++) {
		put32(b, (uint32_t)strlen(pairs[i].str), big);
		put32(b, at, big);
		at += (uint32_t)strlen(pairs[i].str) + 1;
	}
	for (size_t i = 0; i < PAIRS; i++)
		buf_add(b, pairs[i].id, id_len(&pairs[i]) + 1);
	for (size_t i = 0; i < PAIRS; i++)
		buf_add(b, pairs[i].str, strlen(pairs[i].str) + 1);
}

static char dir[] = "/tmp/wirelab-i18n-XXXXXX";
static const char *const subdirs[] = {"", "/zh_CN", "/zh_CN/LC_MESSAGES"};

static void install(const void *bytes, size_t len)
{
	char *_cleanup_free_ path = xasprintf("%s/zh_CN/LC_MESSAGES/wirelab.mo", dir);
	assert_true(file_write(path, bytes, len, 0600, NULL));
}

static int make_dir(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	for (size_t i = 1; i < 3; i++) {
		char *_cleanup_free_ sub = xasprintf("%s%s", dir, subdirs[i]);
		if (mkdir(sub, 0700) < 0)
			return -1;
	}
	struct buf b = {0};
	make_catalogue(&b, false);
	install(b.at, b.len);
	buf_finish(&b);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	i18n_init("en", NULL);
	char *_cleanup_free_ path = xasprintf("%s/zh_CN/LC_MESSAGES/wirelab.mo", dir);
	unlink(path);
	for (size_t i = 3; i-- > 0;) {
		char *_cleanup_free_ sub = xasprintf("%s%s", dir, subdirs[i]);
		if (rmdir(sub) < 0)
			return -1;
	}
	return 0;
}

/* A row: environment and --lang in, language and character set out. */
struct row {
	const char *lc_all;
	const char *lc_messages;
	const char *lc_ctype;
	const char *language;
	const char *lang_variable;
	const char *option;
	const char *lang;
	bool utf8;
};

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void environments_choose(void **state)
{
	(void)state;
	static const struct row rows[] = {
	        /* LC_ALL, LC_MESSAGES, LC_CTYPE, LANGUAGE, LANG, --lang */
	        {.lang = "en"},
	        {.lang_variable = "C", .lang = "en"},
	        {.lang_variable = "C.UTF-8", .lang = "en", .utf8 = true},
	        {.lang_variable = "zh_CN.UTF-8", .lang = "zh", .utf8 = true},
	        {.lang_variable = "zh_CN.utf8", .lang = "zh", .utf8 = true},
	        {.lang_variable = "zh_SG.UTF-8@x", .lang = "zh", .utf8 = true},
	        {.lang_variable = "en_GB.UTF-8", .lang = "en", .utf8 = true},
	        {.lang_variable = "fr_FR.UTF-8", .lang = "en", .utf8 = true},
	        {.lang_variable = "zhuang.UTF-8", .lang = "en", .utf8 = true},
	        {.lang_variable = "zh_CN.GB2312", .lang = "en"},
	        {.lang_variable = "zh_CN", .lang = "en"},
	        {.lc_all = "C", .lang_variable = "zh_CN.UTF-8", .lang = "en"},
	        {.lc_all = "", .lang_variable = "zh_CN.UTF-8", .lang = "zh", .utf8 = true},
	        {.lc_all = "zh_CN.UTF-8", .lang_variable = "C", .lang = "zh", .utf8 = true},
	        {.lc_messages = "zh_CN.UTF-8",
	                .lang_variable = "en_US.UTF-8",
	                .lang = "zh",
	                .utf8 = true},
	        {.lc_messages = "C", .lang_variable = "zh_CN.UTF-8", .lang = "en", .utf8 = true},
	        {.lc_ctype = "C", .lang_variable = "zh_CN.UTF-8", .lang = "en"},
	        {.language = "zh_CN:en",
	                .lang_variable = "en_US.UTF-8",
	                .lang = "zh",
	                .utf8 = true},
	        {.language = "fr:en:zh",
	                .lang_variable = "zh_CN.UTF-8",
	                .lang = "en",
	                .utf8 = true},
	        {.language = "fr", .lang_variable = "zh_CN.UTF-8", .lang = "zh", .utf8 = true},
	        {.language = "zh_CN", .lang_variable = "C.UTF-8", .lang = "zh", .utf8 = true},
	        {.language = "zh_CN", .lang_variable = "C", .lang = "en"},
	        {.option = "zh", .lang_variable = "C", .lang = "zh", .utf8 = true},
	        {.option = "zh_CN", .lang = "zh", .utf8 = true},
	        {.option = "en", .lang_variable = "zh_CN.UTF-8", .lang = "en", .utf8 = true},
	        {.option = "en", .lang_variable = "C", .lang = "en"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		set("LC_ALL", r->lc_all);
		set("LC_MESSAGES", r->lc_messages);
		set("LC_CTYPE", r->lc_ctype);
		set("LANGUAGE", r->language);
		set("LANG", r->lang_variable);
		i18n_init(r->option, dir);
		if (strcmp(i18n_lang(), r->lang) != 0 || i18n_utf8() != r->utf8)
			fail_msg("row %zu: %s, utf8 %d", i, i18n_lang(), i18n_utf8());
		bool chinese = strcmp(_("bench"), "\u5b9e\u9a8c\u53f0") == 0;
		assert_int_equal(chinese, strcmp(r->lang, "zh") == 0);
	}
}

static void words_without_translation_stay(void **state)
{
	(void)state;
	i18n_init("zh", dir);
	assert_string_equal(_("bench"), "\u5b9e\u9a8c\u53f0");
	assert_string_equal(_("benc"), "benc");
	assert_string_equal(_("zebra"), "zebra");
	assert_string_equal(_("empty"), "empty");
	assert_string_equal(_(""), "");
	assert_string_equal(C_("of a loop", "open"), "\u65ad\u5f00");
	assert_string_equal(C_("of a lab", "open"), "open");
	assert_string_equal(P_("one lab", "many labs", 1), "%lu \u4e2a\u5b9e\u9a8c");
	assert_string_equal(P_("one lab", "many labs", 7), "%lu \u4e2a\u5b9e\u9a8c");
	i18n_init("en", dir);
	assert_string_equal(_("bench"), "bench");
	assert_string_equal(C_("of a loop", "open"), "open");
	assert_string_equal(P_("one lab", "many labs", 1), "one lab");
	assert_string_equal(P_("one lab", "many labs", 0), "many labs");
}

static void numbers_stay_as_in_c(void **state)
{
	(void)state;
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	i18n_init(NULL, dir);
	char text[16];
	snprintf(text, sizeof(text), "%.1f", 1.5);
	assert_string_equal(text, "1.5");
}

static void no_catalogue_means_english_words(void **state)
{
	(void)state;
	i18n_init("zh", "/nonexistent");
	assert_string_equal(i18n_lang(), "zh"); /* lessons are still there in Chinese */
	assert_string_equal(_("bench"), "bench");
	i18n_init("zh", NULL);
	assert_string_equal(_("bench"), "bench");
}

static void either_byte_order_is_read(void **state)
{
	(void)state;
	struct buf b = {0};
	make_catalogue(&b, true);
	install(b.at, b.len);
	buf_finish(&b);
	i18n_init("zh", dir);
	assert_string_equal(_("bench"), "\u5b9e\u9a8c\u53f0");
}

/* Cut anywhere or with any one byte changed, it is read within its bounds (the sanitizers tell). */
static void a_broken_catalogue_does_no_harm(void **state)
{
	(void)state;
	struct buf b = {0};
	make_catalogue(&b, false);
	for (size_t len = 0; len < b.len; len++) {
		install(b.at, len);
		i18n_init("zh", dir);
		for (size_t i = 0; i < PAIRS; i++)
			assert_non_null(_(pairs[i].id));
	}
	for (size_t at = 0; at < 28 + PAIRS * 16; at++) {
		char before = b.at[at];
		b.at[at] = (char)~before;
		install(b.at, b.len);
		b.at[at] = before;
		i18n_init("zh", dir);
		for (size_t i = 0; i < PAIRS; i++)
			assert_non_null(_(pairs[i].id));
	}
	buf_finish(&b);
}

static void option_words_are_known(void **state)
{
	(void)state;
	assert_true(i18n_knows("en") && i18n_knows("zh") && i18n_knows("zh_CN.UTF-8"));
	assert_false(i18n_knows("") || i18n_knows("fr") || i18n_knows("english"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(environments_choose),
	        cmocka_unit_test(words_without_translation_stay),
	        cmocka_unit_test(numbers_stay_as_in_c),
	        cmocka_unit_test(no_catalogue_means_english_words),
	        cmocka_unit_test(option_words_are_known),
	        cmocka_unit_test(either_byte_order_is_read),
	        cmocka_unit_test(a_broken_catalogue_does_no_harm),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
