/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The composition root: gives the command line its screens.
 */
#include "cli/front.h"
#include "ui/front/front.h"

int main(int argc, char **argv)
{
	static const struct cli_front front = {
	        .home = front_home,
	        .lab = front_lab,
	        .bench = front_bench,
	        .read = front_read,
	        .capture = front_capture,
	        .watch = front_watch,
	        .sock = front_sock,
	};
	return cli_main(argc, argv, &front);
}
