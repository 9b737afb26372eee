/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sockets in words: ends, timers, options, owners, what a state means, and what a connection's two
 * ends have been through.
 */
#ifndef VIEW_SOCKET_WORDS_H
#define VIEW_SOCKET_WORDS_H

#include "ui/view/source.h"

/* Linux's numbers of the states (include/net/tcp_states.h). */
enum socket_state {
	SOCKET_ESTABLISHED = 1,
	SOCKET_SYN_SENT,
	SOCKET_SYN_RECEIVED,
	SOCKET_FIN_WAIT_1,
	SOCKET_FIN_WAIT_2,
	SOCKET_TIME_WAIT,
	SOCKET_CLOSED,
	SOCKET_CLOSE_WAIT,
	SOCKET_LAST_ACK,
	SOCKET_LISTEN,
	SOCKET_CLOSING,
	SOCKET_STATES
};

/* The state of a socket with a young half-open connection counted as SYN-RECEIVED. */
enum socket_state socket_state_of(const struct tape_socket *s);
/* What a state means, in two sentences, and where that is written: "RFC 9293 3.6". */
const char *socket_state_meaning(int protocol, enum socket_state state);
const char *socket_state_section(int protocol, enum socket_state state);

/* Whether two tell of the same socket at different times. */
bool socket_same(const struct tape_socket *a, const struct tape_socket *b);
/* Whether b is the other end of a's connection. */
bool socket_mirrors(const struct tape_socket *a, const struct tape_socket *b);

/* "10.0.0.1:46066", "*:8888", "[2001:db8::1]:80"; SOCKET_END_MAX bytes are enough. */
#define SOCKET_END_MAX 56
void socket_end_text(const struct tape_socket *s, bool remote, char *out, size_t size);
/* "10.0.0.1:46066 > 10.0.0.2:8888"; short leaves the own address away. */
void socket_ends_text(const struct tape_socket *s, bool shorter, char *out, size_t size);

/* What its timer will do, and in how long: "sends again in 0.4 s"; "" when none runs. Short:
 * "again 0.4 s". */
void socket_timer_text(const struct view_source *src, const struct tape_socket *s, bool shorter,
        char *out, size_t size);
/* "client (pid 4711, fd 3)", "" when nobody known holds it. Short: "client fd 3". */
void socket_owner_text(const struct view_source *src, const struct tape_socket *s, bool shorter,
        char *out, size_t size);
/* What was measured and agreed: "cwnd 10 x 1448 bytes   rtt 0.4 ms ...". */
void socket_flow_text(const struct tape_socket *s, char *out, size_t size);
void socket_option_text(const struct tape_socket *s, char *out, size_t size);

/* "0.43 ms", "1.2 s" of microseconds. */
void socket_time_text(uint32_t us, char *out, size_t size);

#endif
