/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Language, character set and the catalogue (GNU gettext manual, "The Format of GNU MO Files").
 */
#include "base/i18n.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/bytes.h"

enum { CATALOGUE_LIMIT = 4 << 20 };

static const uint32_t mo_magic = 0x950412de;

/* Set once by i18n_init() and constant from then on, as the locale itself is. */
static struct {
	bool chinese;
	bool utf8;
	bool swapped; /* the catalogue's numbers are not big-endian */
	struct buf mo;
	uint32_t count;   /* entries in each of the two tables below */
	uint32_t msgids;  /* offset of (length, offset) pairs, sorted by msgid */
	uint32_t msgstrs; /* the same for the translations, in the same order */
} words;

static bool starts_with_language(const char *name, const char *language)
{
	size_t n = strlen(language);
	return strncasecmp(name, language, n) == 0 && !(name[n] && !strchr("_-.@:", name[n]));
}

bool i18n_knows(const char *lang)
{
	return starts_with_language(lang, "en") || starts_with_language(lang, "zh");
}

/* POSIX 8.2: the first of these that is set and not empty names the locale of a category. */
static const char *locale_of(const char *category)
{
	const char *const names[] = {"LC_ALL", category, "LANG"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

static bool is_c_locale(const char *name)
{
	return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

/* LANGUAGE is a list, best first; it counts only where a real locale was asked for. */
static bool environment_wants_chinese(void)
{
	const char *locale = locale_of("LC_MESSAGES");
	if (is_c_locale(locale))
		return false;
	const char *list = getenv("LANGUAGE");
	while (list && *list) {
		if (i18n_knows(list))
			return starts_with_language(list, "zh");
		list = strchr(list, ':');
		list = list ? list + 1 : NULL;
	}
	return starts_with_language(locale, "zh");
}

static bool names_utf8(const char *locale)
{
	const char *dot = strchr(locale, '.');
	return dot && (strncasecmp(dot, ".utf-8", 6) == 0 || strncasecmp(dot, ".utf8", 5) == 0);
}

/* A locale that is asked for but not installed still tells the terminal's character set. */
static bool choose_charset(bool insist)
{
	bool known = setlocale(LC_CTYPE, "") != NULL;
	if (known && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return true;
	if (!insist && (known || !names_utf8(locale_of("LC_CTYPE"))))
		return false;
	return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

static uint32_t number_at(size_t offset)
{
	struct bytes b = bytes_over(words.mo.at, words.mo.len);
	bytes_skip(&b, offset);
	uint32_t v = bytes_be32(&b);
	return words.swapped ? __builtin_bswap32(v) : v;
}

/* The string of entry i of a table; NULL when the file does not really hold it. */
static const char *string_at(uint32_t table, uint32_t i)
{
	size_t entry = (size_t)table + (size_t)i * 8;
	size_t len = number_at(entry), offset = number_at(entry + 4);
	if (offset >= words.mo.len || len >= words.mo.len - offset)
		return NULL;
	const char *s = words.mo.at + offset;
	return s[len] == '\0' ? s : NULL;
}

static void forget_catalogue(void)
{
	buf_finish(&words.mo);
	words.count = 0;
}

static void load_catalogue(const char *locale_dir)
{
	char *_cleanup_free_ path = xasprintf("%s/zh_CN/LC_MESSAGES/wirelab.mo", locale_dir);
	int _cleanup_fd_ fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || buf_read(&words.mo, fd, CATALOGUE_LIMIT) < 0)
		return;
	words.swapped = false;
	words.swapped = number_at(0) != mo_magic;
	words.count = number_at(8);
	words.msgids = number_at(12);
	words.msgstrs = number_at(16);
	if (number_at(0) != mo_magic || words.count > words.mo.len / 16)
		forget_catalogue();
}

void i18n_init(const char *lang, const char *locale_dir)
{
	forget_catalogue();
	bool wants = lang ? starts_with_language(lang, "zh") : environment_wants_chinese();
	words.utf8 = choose_charset(lang && wants);
	words.chinese = wants && words.utf8;
	if (!words.chinese)
		return;
	if (!lang)
		setlocale(LC_MESSAGES, ""); /* strerror() in Chinese where the machine can */
	if (locale_dir)
		load_catalogue(locale_dir);
}

const char *i18n_lang(void)
{
	return words.chinese ? "zh" : "en";
}

bool i18n_utf8(void)
{
	return words.utf8;
}

static const char *find(const char *msgid)
{
	uint32_t low = 0, high = words.count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const char *here = string_at(words.msgids, middle);
		if (!here)
			return NULL;
		int order = strcmp(msgid, here);
		if (order == 0)
			return string_at(words.msgstrs, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *i18n_text(const char *msgid)
{
	/* The entry for "" is the catalogue's header. */
	const char *found = *msgid ? find(msgid) : NULL;
	return found && *found ? found : msgid;
}

const char *i18n_context(const char *key)
{
	const char *found = find(key);
	return found && *found ? found : strchr(key, '\004') + 1;
}

/* Chinese has one form for every number, and it is the first string of the entry. */
const char *i18n_plural(const char *one, const char *many, unsigned long n)
{
	const char *english = n == 1 ? one : many;
	const char *found = find(one);
	return found && *found ? found : english;
}
