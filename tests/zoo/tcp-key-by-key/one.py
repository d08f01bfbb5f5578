import socket

from keys import talk

with socket.create_server(("127.0.0.1", 6410)) as door:
    link, address = door.accept()
    talk(link, "one", "two")
