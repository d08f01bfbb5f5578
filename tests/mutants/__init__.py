"""The mutants: the kit's own scripts, each with one mistake, and the checks that must miss it: proof that each can.

They are kept as small edits, so that they stay true to the scripts that they were made from. tests/README.md says how
to add one.
"""
from tests.mutants import tcp_chat, tcp_pair, udp_chat, udp_pair

MUTANTS = [*tcp_pair.MUTANTS, *udp_pair.MUTANTS, *tcp_chat.MUTANTS, *udp_chat.MUTANTS]
