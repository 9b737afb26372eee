/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chosen frame's fields as a tree: layers, their fields, and what the values mean.
 */
#include "ui/view/dissected.h"
#include "ui/view/view.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/vec.h"

#define SHUT_MAX 64

struct fields {
	struct list list;
	VEC(size_t) rows; /* fields shown, by their number */
	uint64_t shut;    /* layers that are closed, a bit each by packet.layers index */
	uint64_t frame;   /* laid out last, to begin another one at its layer */
};

static void finish(void *state)
{
	struct fields *v = state;
	vec_free(&v->rows);
}

static bool is_header(const struct field *f)
{
	return f->form == FIELD_HEADER;
}

static bool is_shut(const struct fields *v, const struct field *f)
{
	return f->layer < SHUT_MAX && (v->shut >> f->layer & 1);
}

static void collect(struct fields *v, const struct dissected *d)
{
	v->rows.count = 0;
	for (size_t i = 0; i < d->fields.count; i++)
		if (d->fields.at[i].depth == 0 || !is_shut(v, &d->fields.at[i]))
			vec_push(&v->rows, i);
}

static size_t row_of(const struct fields *v, size_t field)
{
	size_t best = 0;
	for (size_t i = 0; i < v->rows.count && v->rows.at[i] <= field; i++)
		best = i;
	return best;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct fields *v = state;
	(void)w;
	collect(v, env->dissected);
	list_layout(&v->list, v->rows.count, h > 0 ? (size_t)h : 1);
	if (!v->rows.count)
		return;
	const struct dissected *d = env->dissected;
	if (v->frame != d->frame) {
		/* The chosen field's layer from its first line on. */
		size_t first = d->field;
		while (first > 0 && d->fields.at[first].depth > 0)
			first--;
		v->list.top = row_of(v, first);
		v->frame = d->frame;
	}
	list_select(&v->list, row_of(v, d->field));
	list_layout(&v->list, v->rows.count, h > 0 ? (size_t)h : 1);
}

static enum role layer_role(const struct dissected *d, const struct field *f)
{
	static const enum role roles[] = {
	        [LAYER_ETHERNET] = ROLE_LAYER_LINK,
	        [LAYER_NULL] = ROLE_LAYER_LINK,
	        [LAYER_SLL] = ROLE_LAYER_LINK,
	        [LAYER_RADIO] = ROLE_LAYER_LINK,
	        [LAYER_WLAN] = ROLE_LAYER_LINK,
	        [LAYER_CHDLC] = ROLE_LAYER_LINK,
	        [LAYER_PPPOE] = ROLE_LAYER_LINK,
	        [LAYER_PPP] = ROLE_LAYER_LINK,
	        [LAYER_VLAN] = ROLE_LAYER_LINK,
	        [LAYER_MPLS] = ROLE_LAYER_LINK,
	        [LAYER_LLC] = ROLE_LAYER_LINK,
	        [LAYER_STP] = ROLE_LAYER_LINK,
	        [LAYER_LLDP] = ROLE_LAYER_LINK,
	        [LAYER_ARP] = ROLE_LAYER_NET,
	        [LAYER_IPV4] = ROLE_LAYER_NET,
	        [LAYER_IPV6] = ROLE_LAYER_NET,
	        [LAYER_IPV6_EXT] = ROLE_LAYER_NET,
	        [LAYER_VXLAN] = ROLE_LAYER_NET,
	        [LAYER_VXLAN_GPE] = ROLE_LAYER_NET,
	        [LAYER_GENEVE] = ROLE_LAYER_NET,
	        [LAYER_FDDI] = ROLE_LAYER_LINK,
	        [LAYER_NFLOG] = ROLE_LAYER_LINK,
	        [LAYER_PPI] = ROLE_LAYER_LINK,
	        [LAYER_BACKBONE] = ROLE_LAYER_LINK,
	        [LAYER_VNTAG] = ROLE_LAYER_LINK,
	        [LAYER_ETAG] = ROLE_LAYER_LINK,
	        [LAYER_NSH] = ROLE_LAYER_LINK,
	        [LAYER_FABRICPATH] = ROLE_LAYER_LINK,
	        [LAYER_ERSPAN] = ROLE_LAYER_LINK,
	        [LAYER_CAPWAP] = ROLE_LAYER_NET,
	        [LAYER_GTP] = ROLE_LAYER_NET,
	        [LAYER_TEREDO] = ROLE_LAYER_NET,
	        [LAYER_AYIYA] = ROLE_LAYER_NET,
	        [LAYER_GRE] = ROLE_LAYER_NET,
	        [LAYER_ESP] = ROLE_LAYER_NET,
	        [LAYER_ICMP] = ROLE_LAYER_TRANSPORT,
	        [LAYER_ICMPV6] = ROLE_LAYER_TRANSPORT,
	        [LAYER_IGMP] = ROLE_LAYER_TRANSPORT,
	        [LAYER_TCP] = ROLE_LAYER_TRANSPORT,
	        [LAYER_UDP] = ROLE_LAYER_TRANSPORT,
	        [LAYER_SCTP] = ROLE_LAYER_TRANSPORT,
	};
	/* From DNS on there are applications and data. */
	_Static_assert(sizeof(roles) / sizeof(roles[0]) == LAYER_DNS, "a role a layer");
	if (f->layer >= d->packet.layer_count)
		return ROLE_TEXT;
	unsigned kind = d->packet.layers[f->layer].kind;
	return kind < LAYER_DNS ? roles[kind] : ROLE_LAYER_DATA;
}

static void draw_field(const struct fields *v, const struct view_env *env, struct canvas *c, int y,
        size_t number, bool chosen)
{
	const struct dissected *d = env->dissected;
	const struct field *f = &d->fields.at[number];
	char value[160], text[200 + FIELD_MEANING];
	enum role role = chosen ? env->focus ? ROLE_FIELD_LIT : ROLE_SELECTED_IDLE : ROLE_TEXT;
	struct style st = style_of(role);
	int x = f->depth * 2;
	if (chosen)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	if (f->depth == 0) {
		struct style head = chosen ? st : style_of(layer_role(d, f));
		head.attrs = ATTR_BOLD;
		canvas_glyph(c, 0, y, head, is_shut(v, f) ? GLYPH_TREE_SHUT : GLYPH_TREE_OPEN);
		snprintf(text, sizeof(text), "%s  %s", _(f->label), f->meaning);
		canvas_fit(c, 2, y, c->w - 2, head, text);
		return;
	}
	field_value_text(f, dissected_at(d), value, sizeof(value));
	int took = canvas_fit(c, x, y, c->w - x, st, _(f->label));
	x += took + 1;
	if (is_header(f))
		value[0] = 0;
	int at = c->w >= 50 && x < 25 ? 25 : x + 1;
	took = canvas_fit(c, at, y, c->w - at, st, value);
	if (f->meaning[0])
		canvas_fit(c, at + took + (took > 0 ? 2 : 0), y, c->w - at - took - 2,
		        chosen ? st : style_of(ROLE_DIM), f->meaning);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct fields *v = state;
	if (!v->rows.count) {
		text_draw_wrapped(c, style_of(ROLE_DIM), _("No frame is chosen."));
		return;
	}
	for (size_t i = 0; i < v->list.rows && v->list.top + i < v->rows.count; i++) {
		size_t row = v->list.top + i;
		bool chosen = v->rows.at[row] == env->dissected->field;
		draw_field(v, env, c, (int)i, v->rows.at[row], chosen);
		if (chosen && env->focus)
			canvas_cursor(c, 0, (int)i);
	}
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct fields *v = state;
	const struct dissected *d = env->dissected;
	snprintf(b->title, sizeof(b->title), "%s", _("Fields"));
	if (d->fields.count) {
		snprintf(b->note, sizeof(b->note), "#%llu", (unsigned long long)d->frame);
		snprintf(b->foot, sizeof(b->foot), "%s", d->fields.at[d->field].name);
	}
	if (d->edited)
		snprintf(b->foot_note, sizeof(b->foot_note), "%s", _("edited"));
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->rows.count;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct fields *v = state;
	struct dissected *d = env->dissected;
	if (!d->fields.count)
		return a->kind != ACT_BACK && a->kind != ACT_OPEN && a->kind != ACT_COPY;
	const struct field *f = &d->fields.at[d->field];
	if (a->kind == ACT_OPEN || a->kind == ACT_SIDE) {
		if (f->depth == 0 && f->layer < SHUT_MAX) {
			uint64_t bit = UINT64_C(1) << f->layer;
			v->shut = a->kind == ACT_OPEN ? v->shut ^ bit
			          : a->by > 0         ? v->shut & ~bit
			                              : v->shut | bit;
		} else if (a->kind == ACT_OPEN) {
			snprintf(r->line, sizeof(r->line), "focus bytes");
		}
		return true;
	}
	if (a->kind == ACT_COPY) {
		char value[160];
		field_value_text(f, dissected_at(d), value, sizeof(value));
		buf_printf(&r->copy, "%s == %s\n", f->name, value);
		return true;
	}
	if (!view_list_act(&v->list, a))
		return false;
	if (v->list.selected < v->rows.count)
		d->field = v->rows.at[v->list.selected];
	return true;
}

const struct view_ops view_fields = {
        .name = "fields",
        .title = N_("Fields"),
        .state_size = sizeof(struct fields),
        .finish = finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
