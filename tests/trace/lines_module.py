# SPDX-License-Identifier: GPL-3.0-or-later
"""Another file of the subject lines.py."""
import os
import sys


def here(call):
    """Says where its caller stands; true."""
    frame = sys._getframe(1)
    print(call, f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}", flush=True)
    return True


def read_all(connection, size):
    def more():
        return here("recvfrom") and connection.recv(size)
    while size:
        size -= len(more())
