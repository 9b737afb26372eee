/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simple Service Discovery Protocol (UPnP Device Architecture 1): HTTP's messages in datagrams.
 */
#include "packet/fields_internal.h"
#include "packet/application/http_internal.h"
#include "packet/application/lines_internal.h"

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	return app_begins(&b, "NOTIFY * ") || app_begins(&b, "M-SEARCH * ") ||
	       app_begins(&b, "HTTP/1.");
}

/* "M-SEARCH * HTTP/1.1, ssdp:all": what is looked for or announced. */
static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	static const char *const tellers[] = {"NTS", "ST", "NT"};
	(void)p;
	out_foreign(o, b, lines_first(&b));
	for (size_t i = 0; i < COUNT_OF(tellers); i++) {
		struct bytes value = lines_header_value(b, tellers[i]);
		if (bytes_left(&value) == 0)
			continue;
		out_add(o, ", ");
		out_foreign(o, value, bytes_left(&value));
	}
}

const struct app app_ssdp = {fits, NULL, summary};
const struct protocol protocol_ssdp = {"ssdp", N_("Simple Service Discovery Protocol"), "SSDP",
        app_decode, http_fields, http_groups};
