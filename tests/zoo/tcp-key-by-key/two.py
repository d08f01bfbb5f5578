import socket

from keys import talk

talk(socket.create_connection(("127.0.0.1", 6410)), "two", "one")
