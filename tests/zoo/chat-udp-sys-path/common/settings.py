import json
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "config.json"
_cfg = json.loads(_FILE.read_text())

HOST: str = _cfg["host"]
PORT: int = _cfg["port"]
HEARTBEAT: float = _cfg["heartbeat_seconds"]
TIMEOUT: float = _cfg["timeout_seconds"]
DEFAULT_ROOM: str = _cfg["default_room"]
