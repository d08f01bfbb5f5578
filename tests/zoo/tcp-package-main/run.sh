#!/bin/sh
# usage: ./run.sh server   or   ./run.sh client
cd "$(dirname "$0")"
exec python3 -m tcpchat "$@"
