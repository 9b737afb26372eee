/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The interface's language: English, or Simplified Chinese from a catalogue that msgfmt made.
 *
 * How it works: the words in the source are the English ones; xgettext collects them by the
 * names _ and N_, ui/po holds the translations, and the compiled catalogue (LOCALE_DIR/zh_CN/
 * LC_MESSAGES/wirelab.mo) is read here. libintl is not asked: it refuses to translate in the
 * C.UTF-8 locale (glibc bug 16621), the only UTF-8 locale a bare machine has.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <stdbool.h>

/* The words for msgid in the chosen language. Borrowed, valid until the program ends. */
#define _(msgid) i18n_text(msgid)

/* The same for an English word that has two meanings: C_("of a loop", "open"). */
#define C_(context, msgid) i18n_context(context "\004" msgid)

/* Marks a constant for translation; the place that shows it says _(). */
#define N_(msgid) msgid

/* Chooses the language and the character set, once, before anything is shown. `lang` is what
 * --lang said ("en", "zh", "zh_CN" ...) or NULL for the environment (LC_ALL, LC_MESSAGES, LANG,
 * and LANGUAGE unless that is C). A terminal that is not UTF-8 gets English, unless `lang` asks.
 * Sets LC_CTYPE for curses; numbers stay as in C. Without a catalogue the words are English. */
void i18n_init(const char *lang, const char *locale_dir);

/* Whether --lang may say this: "en", "zh" and their variants such as zh_CN.UTF-8. */
bool i18n_knows(const char *lang);

/* "en" or "zh": which lesson text to show. */
const char *i18n_lang(void);

/* Whether the screen may use more than ASCII. */
bool i18n_utf8(void);

const char *i18n_text(const char *msgid) __attribute__((format_arg(1), returns_nonnull));

/* `key` is what a catalogue has: the context, EOT, the English words. */
const char *i18n_context(const char *key) __attribute__((returns_nonnull));

/* The form of a sentence for n things: `one` for 1 in English, else `many`. */
#define P_(one, many, n) i18n_plural(one, many, n)
const char *i18n_plural(const char *one, const char *many, unsigned long n)
        __attribute__((format_arg(1), format_arg(2), returns_nonnull));

#endif
