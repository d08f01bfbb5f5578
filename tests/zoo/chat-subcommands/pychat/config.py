HOST = "localhost"
PORT = 7007
ENC = "utf-8"
EXIT_WORDS = {":q", ":quit"}
