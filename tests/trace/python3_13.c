/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subject: to who looks from outside a Python of a version to come.
 */
#include <sys/socket.h>

extern unsigned long Py_Version, _PyRuntime[64];
unsigned long Py_Version = 0x030d01f0, _PyRuntime[64];

int main(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0;
}
