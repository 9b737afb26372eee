/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pcap files (pcap-savefile(5)), and the old and modified forms that libpcap reads.
 */
#include "base/i18n.h"
#include "capture/file_internal.h"

#define HEAD 24

/* The magic number says the byte order too: it is compared both ways. */
static const struct magic {
	uint32_t number;
	uint32_t unit; /* nanoseconds */
	uint8_t head, record;
} magics[] = {
        {0xa1b2c3d4, 1000, HEAD, 16},
        {0xa1b23c4d, 1, HEAD, 16},
        {0xa1b2cd34, 1000, HEAD, 24},  /* Kuznetzov's: an interface and a protocol more */
        {0x1c0001ac, 1, HEAD + 4, 16}, /* Ixia's: the size of all records more */
        {0x1c0001ab, 1000, HEAD + 4, 16},
};

static const struct magic *find_magic(struct capture_file *f, uint32_t number)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		f->little = magics[i].number == __builtin_bswap32(number);
		if (f->little || magics[i].number == number)
			return &magics[i];
	}
	return NULL;
}

/* Before version 2.3 the two lengths of a record were the other way round, and some writers of 2.3
 * had not noticed; DG/UX's tcpdump calls itself 543.0. */
static void note_version(struct capture_file *f, unsigned major, unsigned minor)
{
	f->swapped = (major == 2 && minor < 3) || major == 543;
	f->maybe_swapped = major == 2 && minor == 3;
}

enum capture_step file_pcap_begin(struct capture_file *f)
{
	const uint8_t *h;
	f->little = false;
	enum capture_step step = file_need(f, 0, HEAD, &h);
	const struct magic *m = step == CAPTURE_FRAME ? find_magic(f, file_u32(f, h)) : NULL;
	if (step == CAPTURE_FRAME && !m)
		return file_damaged(f, _("this is no capture"));
	if (m)
		step = file_need(f, 0, m->head, &h);
	if (step == CAPTURE_END || step == CAPTURE_DAMAGED)
		return file_damaged(f, _("the file is cut off in its head"));
	if (step != CAPTURE_FRAME)
		return step;
	unsigned major = file_u16(f, h + 4);
	if (major < 2)
		return file_damaged(
		        f, _("this is a pcap file of version %u, which nobody reads"), major);
	note_version(f, major, file_u16(f, h + 6));
	/* The upper half says how long frame check sequences are (pcap-linktype(7)). */
	file_add_interface(f, file_u32(f, h + 20) & 0xffff, file_u32(f, h + 16));
	f->unit = m->unit;
	f->record_head = m->record;
	f->at = m->head;
	return CAPTURE_FRAME;
}

static void swap_lengths(const struct capture_file *f, struct capture_frame *out)
{
	if (!f->swapped && !(f->maybe_swapped && out->captured > out->length))
		return;
	uint32_t length = out->captured;
	out->captured = out->length;
	out->length = length;
}

enum capture_step file_pcap_next(struct capture_file *f, struct capture_frame *out)
{
	const uint8_t *h;
	enum capture_step step = file_need(f, f->at, f->record_head, &h);
	if (step != CAPTURE_FRAME)
		return step == CAPTURE_DAMAGED ? file_cut(f) : step;
	*out = (struct capture_frame){
	        .offset = f->at + f->record_head,
	        .when = (nsec)file_u32(f, h) * NSEC_PER_SEC + (nsec)file_u32(f, h + 4) * f->unit,
	        .captured = file_u32(f, h + 8),
	        .length = file_u32(f, h + 12),
	};
	swap_lengths(f, out);
	if (out->captured > CAPTURE_FRAME_MAX)
		return file_damaged(f,
		        _("packet %llu says it has %u bytes, more than any can have: the file is "
		          "damaged there"),
		        (unsigned long long)f->frames + 1, out->captured);
	step = file_need(f, out->offset, out->captured, &out->bytes);
	if (step == CAPTURE_WAIT)
		return step;
	if (step != CAPTURE_FRAME)
		return file_cut(f);
	f->at = out->offset + out->captured;
	f->frames++;
	return CAPTURE_FRAME;
}
