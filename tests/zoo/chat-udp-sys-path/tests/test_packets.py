import sys, pathlib
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from common.packets import Packet


def test_roundtrip():
    p = Packet("CHAT", 3, "a", "lobby", "hi")
    assert Packet.decode(p.encode()) == p
