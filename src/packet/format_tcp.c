/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TCP's flags as words, letters and lamps.
 */
#include "base/i18n.h"
#include "packet/format.h"
#include "packet/out_internal.h"

/* In the order in which they matter to a reader. */
static const struct {
	uint16_t bit;
	const char *word;
} flag_words[] = {
        {TCP_SYN, "SYN"},
        {TCP_FIN, "FIN"},
        {TCP_RST, "RST"},
        {TCP_PSH, "PSH"},
        {TCP_ACK, "ACK"},
        {TCP_URG, "URG"},
        {TCP_ECE, "ECE"},
        {TCP_CWR, "CWR"},
        {TCP_AE, "AE"},
};

/* tcpdump's letters in tcpdump's order. */
static const struct {
	uint16_t bit;
	char letter;
} flag_letters[] = {
        {TCP_FIN, 'F'},
        {TCP_SYN, 'S'},
        {TCP_RST, 'R'},
        {TCP_PSH, 'P'},
        {TCP_ACK, '.'},
        {TCP_URG, 'U'},
        {TCP_ECE, 'E'},
        {TCP_CWR, 'W'},
        {TCP_AE, 'e'},
};

void format_tcp_flags(unsigned flags, char *out, size_t size)
{
	struct out o = out_begin(out, size);
	for (size_t i = 0; i < sizeof(flag_words) / sizeof(flag_words[0]); i++) {
		if (flags & flag_words[i].bit)
			out_add(&o, "%s%s", o.len ? " " : "", flag_words[i].word);
	}
	if (o.len == 0)
		out_add(&o, "%s", _("none"));
}

void format_tcp_flags_short(unsigned flags, char *out, size_t size)
{
	struct out o = out_begin(out, size);
	out_add(&o, "[");
	for (size_t i = 0; i < sizeof(flag_letters) / sizeof(flag_letters[0]); i++) {
		if (flags & flag_letters[i].bit)
			out_add(&o, "%c", flag_letters[i].letter);
	}
	out_add(&o, "%s]", o.len == 1 ? "none" : "");
}

void format_tcp_lamps(unsigned flags, bool ascii, char *out, size_t size)
{
	static const char letters[] = "CEUAPRSF";
	struct out o = out_begin(out, size);
	for (unsigned i = 0; i < 8; i++) {
		if (flags & (0x80u >> i))
			out_add(&o, "%c", letters[i]);
		else
			out_add(&o, "%s", ascii ? "." : "·");
	}
}
