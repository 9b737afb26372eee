# SPDX-License-Identifier: GPL-3.0-or-later
"""Subject: says of each call that it makes at which line of which file it is about to make it."""
import os
import socket
import sys
import threading

import lines_module
from lines_module import here


class Server:
    def __init__(self):
        self.socket = (
            here("socket") and socket.socket())
        here("bind"), self.socket.bind(("127.0.0.1", 0))
        here("listen"), self.socket.listen(4)

    def connect(self):
        # The library's own frames are between this line and the call.
        return here("socket") and here("connect") and socket.create_connection(
            self.socket.getsockname())


def answers(connection):
    for word in (b"one", b"two"):
        yield here("sendto") and connection.send(word)


def talk(server):
    client = server.connect()
    connection, _ = (here("accept4"), server.socket.accept())[1]
    list(answers(connection))
    lines_module.read_all(client, 6)
    send = lambda what: here("sendto") and connection.send(what)
    thread = threading.Thread(target=send, args=(b"three",))
    thread.start()
    thread.join()
    if os.fork() == 0:
        [here("sendto") and connection.send(x) for x in (b"four",)]
        sys.stdout.flush()
        os._exit(0)
    os.wait()
    exec(compile("\n\nhere('shutdown') and connection.shutdown(2)", "made up.py", "exec"),
         {"here": here, "connection": connection})


talk(Server())
