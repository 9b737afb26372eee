/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums and points as they are asked for.
 */
#include "ui/inspect/sums.h"

#include <stdio.h>

#include "base/i18n.h"
#include "ui/inspect/inspect.h"
#include "ui/view/view.h"

struct survey *sums_survey(struct inspect *in)
{
	if (!in->sums.survey) {
		in->sums.survey = survey_create(in->traffic, in->shown);
		in->sums.made++;
	}
	return in->sums.survey;
}

struct points *sums_points(struct inspect *in)
{
	uint64_t flow = in->packet.number ? in->packet.note.flow : FLOW_NONE;
	if (in->sums.points && points_flow(in->sums.points) == flow)
		return in->sums.points;
	points_destroy(in->sums.points);
	in->sums.points = flow == FLOW_NONE ? NULL : points_create(in->traffic, flow);
	return in->sums.points;
}

bool sums_work(struct inspect *in, unsigned most)
{
	uint64_t before = in->sums.survey ? survey_total(in->sums.survey).packets : 0;
	bool more = in->sums.points && points_work(in->sums.points, 8 * most);
	more |= in->sums.survey && survey_work(in->sums.survey, most);
	return more || (in->sums.survey && survey_total(in->sums.survey).packets != before);
}

void sums_forget(struct inspect *in)
{
	survey_destroy(in->sums.survey);
	in->sums.survey = NULL;
}

void sums_finish(struct inspect *in)
{
	sums_forget(in);
	points_destroy(in->sums.points);
	in->sums.points = NULL;
}

uint64_t sums_changed(const struct inspect *in)
{
	const struct point *at;
	uint64_t seen = in->sums.survey ? survey_total(in->sums.survey).packets : 0;
	return seen + (in->sums.points ? points_get(in->sums.points, &at) : 0);
}

uint64_t sums_version(const struct inspect *in)
{
	uint64_t seen = in->sums.survey ? survey_total(in->sums.survey).packets : 0;
	return seen + ((uint64_t)in->sums.made << 40);
}

void sums_foot(const struct inspect *in, struct view_box *b)
{
	const char *filter = inspect_filter_text(in);
	unsigned long long counted = in->sums.survey ? survey_total(in->sums.survey).packets : 0;
	unsigned long long all = selection_count(in->shown);
	if (filter[0])
		snprintf(b->foot, sizeof(b->foot), _("only %.100s"), filter);
	if (counted < all)
		snprintf(b->foot_note, sizeof(b->foot_note), _("%llu of %llu counted"), counted,
		        all);
}
