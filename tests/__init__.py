"""The rubric, as an instructor reads it: test_pair.py, test_tcp.py, test_udp.py, test_chat.py. README.md says more."""
