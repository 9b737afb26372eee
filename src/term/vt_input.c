/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program in a terminal reads when a person types, pastes, or moves the mouse.
 */
#include "base/buf.h"
#include "base/text.h"
#include "term/vt_internal.h"

/* The names in the order of enum vt_key_name up to the function keys. */
static const VTermKey key_names[] = {
        [VT_KEY_NONE] = VTERM_KEY_NONE,
        [VT_KEY_ENTER] = VTERM_KEY_ENTER,
        [VT_KEY_TAB] = VTERM_KEY_TAB,
        [VT_KEY_BACKSPACE] = VTERM_KEY_BACKSPACE,
        [VT_KEY_ESCAPE] = VTERM_KEY_ESCAPE,
        [VT_KEY_UP] = VTERM_KEY_UP,
        [VT_KEY_DOWN] = VTERM_KEY_DOWN,
        [VT_KEY_LEFT] = VTERM_KEY_LEFT,
        [VT_KEY_RIGHT] = VTERM_KEY_RIGHT,
        [VT_KEY_HOME] = VTERM_KEY_HOME,
        [VT_KEY_END] = VTERM_KEY_END,
        [VT_KEY_PAGE_UP] = VTERM_KEY_PAGEUP,
        [VT_KEY_PAGE_DOWN] = VTERM_KEY_PAGEDOWN,
        [VT_KEY_INSERT] = VTERM_KEY_INS,
        [VT_KEY_DELETE] = VTERM_KEY_DEL,
};
_Static_assert(sizeof(key_names) / sizeof(key_names[0]) == VT_KEY_F1, "every key has its name");

static VTermModifier mods_of(unsigned mods)
{
	unsigned out = 0;
	out |= mods & VT_SHIFT ? VTERM_MOD_SHIFT : 0;
	out |= mods & VT_ALT ? VTERM_MOD_ALT : 0;
	out |= mods & VT_CTRL ? VTERM_MOD_CTRL : 0;
	return (VTermModifier)out;
}

/* What Ctrl makes of a character on a VT220: @ to _ and a to z by five bits, ? is DEL. */
static uint32_t control_of(uint32_t c)
{
	if (c == '?')
		return 0x7f;
	if (c == ' ' || (c >= '@' && c <= '~'))
		return c & 0x1f;
	return c == '/' ? 0x1f : c;
}

/* Not vterm_keyboard_unichar(): Ctrl-I and friends as CSI u are garbage to most programs, and
 * 0.1.4 cuts Alt with a letter beyond ASCII to one byte. */
static void send_unicode(struct vt *vt, uint32_t c, unsigned mods)
{
	char bytes[6];
	size_t len = 0;
	if (mods & VT_CTRL)
		c = control_of(c);
	if (mods & VT_ALT)
		bytes[len++] = '\033';
	len += text_encode(c, bytes + len);
	vt_send(vt, bytes, len);
}

void vt_key(struct vt *vt, struct vt_key key)
{
	unsigned mods = key.mods;
	if (key.name == VT_KEY_NONE) {
		send_unicode(vt, key.unicode, mods);
	} else if (key.name == VT_KEY_BACKSPACE && (mods & VT_CTRL)) {
		send_unicode(vt, '\b', mods & VT_ALT);
	} else if (key.name >= VT_KEY_F1 && key.name <= VT_KEY_F12) {
		int f = VTERM_KEY_FUNCTION(1) + (int)(key.name - VT_KEY_F1);
		vterm_keyboard_key(vt->term, (VTermKey)f, mods_of(mods));
	} else if (key.name < VT_KEY_F1) {
		/* As xterm: these have no shifted form, but for the back tab. */
		if (key.name <= VT_KEY_ESCAPE && key.name != VT_KEY_TAB)
			mods &= VT_ALT;
		if (key.name == VT_KEY_TAB)
			mods &= VT_ALT | (mods & VT_ALT ? 0u : (unsigned)VT_SHIFT);
		vterm_keyboard_key(vt->term, key_names[key.name], mods_of(mods));
	}
}

/* A paste is text: line ends as typed, and no ESC, so that it can't end its own brackets. */
void vt_paste(struct vt *vt, const char *text, size_t len)
{
	struct buf clean = {0};
	for (size_t i = 0; i < len; i++) {
		bool crlf = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
		if (text[i] == '\n' && !crlf)
			buf_putc(&clean, '\r');
		else if (text[i] != '\033' && !crlf)
			buf_putc(&clean, text[i]);
	}
	vterm_keyboard_start_paste(vt->term);
	vt_send(vt, buf_text(&clean), clean.len);
	vterm_keyboard_end_paste(vt->term);
	buf_finish(&clean);
}

void vt_mouse(struct vt *vt, struct vt_mouse mouse)
{
	struct vt_status s = vt_status(vt);
	if (s.mouse == VT_MOUSE_OFF || mouse.row < 0 || mouse.row >= s.rows || mouse.col < 0 ||
	        mouse.col >= s.cols)
		return;
	VTermModifier mods = mods_of(mouse.mods);
	vterm_mouse_move(vt->term, mouse.row, mouse.col, mods);
	if (mouse.button >= 1 && mouse.button <= 5)
		vterm_mouse_button(vt->term, mouse.button, mouse.pressed, mods);
}
