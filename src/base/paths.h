/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where things are: labs and catalogues beside the program, a person's own files in XDG homes.
 *
 * All results are strings the caller frees.
 */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include <stdbool.h>

#include "base/err.h"

/* The directory of the labs: $WIRELAB_LABS, else SOURCE/labs when the program runs from its
 * build tree, else PREFIX/share/wirelab/labs seen from the program. It may not exist. */
char *paths_labs(void);

/* The directory of the catalogues for i18n_init(): BUILD/locale or PREFIX/share/locale. */
char *paths_locale(void);

/* A file of the person's own, `name` relative ("history", "progress/tcp-handshake.json"). The
 * directories above it are made with mode 0700; the file itself is not. NULL and e on failure.
 *   state    progress, history, logs     $XDG_STATE_HOME/wirelab   ~/.local/state/wirelab
 *   config   settings                    $XDG_CONFIG_HOME/wirelab  ~/.config/wirelab
 *   cache    built programs              $XDG_CACHE_HOME/wirelab   ~/.cache/wirelab
 *   runtime  sockets, gone after logout  $XDG_RUNTIME_DIR/wirelab  /tmp/wirelab-UID, if ours */
char *paths_state_file(const char *name, struct err *e);
char *paths_config_file(const char *name, struct err *e);
char *paths_cache_file(const char *name, struct err *e);
char *paths_runtime_file(const char *name, struct err *e);

/* Makes a directory and those above it, each new one with mode 0700. */
bool paths_make_dir(const char *dir, struct err *e);

#endif
