/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fuzz target without a fuzzer: runs it once over every file of the folders named, and over
 * each file's every shorter length while it is small.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (1u << 20)
#define CUT_MAX 512 /* files up to this are also tried at every length */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly that size, so that the sanitizer sees the first byte too far. */
static void run_one(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);
	if (!copy)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static int run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return -1;
	uint8_t *data = malloc(FILE_MAX);
	if (!data)
		abort();
	size_t size = fread(data, 1, FILE_MAX, f);
	fclose(f);
	run_one(data, size);
	for (size_t cut = 0; size <= CUT_MAX && cut < size; cut++)
		run_one(data, cut);
	free(data);
	return 0;
}

static int run_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return -1;
	int count = 0;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.' && run_file(path) == 0)
			count++;
	}
	closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;
	for (int i = 1; i < argc; i++) {
		int n = run_folder(argv[i]);
		if (n < 0) {
			fprintf(stderr, "%s: can't be read\n", argv[i]);
			return 1;
		}
		count += n;
	}
	printf("%d seeds\n", count);
	return count ? 0 : 1;
}
