/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where things are (XDG Base Directory Specification 0.8).
 */
#include "base/paths.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"

static bool is_dir(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The directory this program lies in; "" when the kernel won't say. */
static char *program_dir(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n <= 0)
		return xstrdup("");
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return xstrdup(path);
}

/* The compiled-in directories count only for the program that lies there: an installed copy must
 * never look into somebody's checkout. */
static bool in_build_tree(const char *dir)
{
	size_t n = strlen(WIRELAB_BUILD_DIR);
	bool inside = strncmp(dir, WIRELAB_BUILD_DIR, n) == 0 && (dir[n] == '/' || !dir[n]);
	return inside && is_dir(WIRELAB_SOURCE_DIR);
}

static char *beside_program(const char *in_tree, const char *installed)
{
	char *_cleanup_free_ dir = program_dir();
	if (in_build_tree(dir))
		return xstrdup(in_tree);
	return xasprintf("%s/../%s", dir, installed);
}

char *paths_labs(void)
{
	const char *chosen = getenv("WIRELAB_LABS");
	if (chosen && *chosen)
		return xstrdup(chosen);
	return beside_program(WIRELAB_SOURCE_DIR "/labs", WIRELAB_DATA_DIR "/wirelab/labs");
}

char *paths_locale(void)
{
	return beside_program(WIRELAB_BUILD_DIR "/locale", WIRELAB_LOCALE_DIR);
}

static int make_one(const char *dir)
{
	if (mkdir(dir, 0700) == 0 || is_dir(dir))
		return 0;
	return errno == EEXIST ? -ENOTDIR : -errno;
}

bool paths_make_dir(const char *dir, struct err *e)
{
	char *_cleanup_free_ path = xstrdup(dir);
	for (char *p = path + 1; *path && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		int r = make_one(path);
		if (r < 0)
			return err_sys(e, -r, _("cannot make the directory %s"), path);
		*p = '/';
	}
	int r = make_one(path);
	return r == 0 ? true : err_sys(e, -r, _("cannot make the directory %s"), path);
}

static bool make_parents(const char *file, struct err *e)
{
	char *_cleanup_free_ dir = xstrdup(file);
	char *slash = strrchr(dir, '/');
	if (!slash || slash == dir)
		return true;
	*slash = '\0';
	return paths_make_dir(dir, e);
}

static const char *home_dir(void)
{
	const char *home = getenv("HOME");
	if (home && home[0] == '/')
		return home;
	const struct passwd *pw = getpwuid(getuid());
	return pw && pw->pw_dir && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

/* The specification: a value that is not absolute is to be ignored. */
static const char *xdg(const char *variable)
{
	const char *value = getenv(variable);
	return value && value[0] == '/' ? value : NULL;
}

static char *own_file(const char *variable, const char *below_home, const char *name, struct err *e)
{
	const char *base = xdg(variable), *home = home_dir();
	if (!base && !home) {
		err_set(e, ERR_MACHINE, _("there is no home directory: set HOME or %s"), variable);
		return NULL;
	}
	char *file = base ? xasprintf("%s/wirelab/%s", base, name)
	                  : xasprintf("%s/%s/wirelab/%s", home, below_home, name);
	if (make_parents(file, e))
		return file;
	free(file);
	return NULL;
}

char *paths_state_file(const char *name, struct err *e)
{
	return own_file("XDG_STATE_HOME", ".local/state", name, e);
}

char *paths_config_file(const char *name, struct err *e)
{
	return own_file("XDG_CONFIG_HOME", ".config", name, e);
}

char *paths_cache_file(const char *name, struct err *e)
{
	return own_file("XDG_CACHE_HOME", ".cache", name, e);
}

/* /tmp is everybody's: what lies under our name there must be ours and closed to others. */
static bool claim(const char *dir, struct err *e)
{
	struct stat st;
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_sys(e, errno, _("cannot make the directory %s"), dir);
	if (lstat(dir, &st) < 0)
		return err_sys(e, errno, "%s", dir);
	if (!S_ISDIR(st.st_mode) || st.st_uid != getuid() || (st.st_mode & 077))
		return err_set(e, ERR_MACHINE, _("%s is not a private directory of yours"), dir);
	return true;
}

char *paths_runtime_file(const char *name, struct err *e)
{
	const char *base = xdg("XDG_RUNTIME_DIR");
	if (base && is_dir(base))
		return own_file("XDG_RUNTIME_DIR", "", name, e);
	char *_cleanup_free_ dir = xasprintf("/tmp/wirelab-%u", (unsigned)getuid());
	if (!claim(dir, e))
		return NULL;
	char *file = xasprintf("%s/%s", dir, name);
	if (make_parents(file, e))
		return file;
	free(file);
	return NULL;
}
