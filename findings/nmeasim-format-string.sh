#!/usr/bin/env bash
# nmeasim 1.1.1.0: with a DGPS fix the age of the correction is sent as the text "%06.3f", under a right checksum.
#
# It simulates a GPS receiver, "to generate test data for NMEA consumers", and has last_dgps, "Time since DGPS update
# (s)". In NMEA 0183 that is field 13 of GGA, a number of seconds. What was seen: for last_dgps=3.2 the field is
# "%06.3f", and so it is for 60. With time_dp=0 it is "%02d". The checksum counts it in, so that the sentence looks
# sound: pynmea2 1.19.0 gives age_gps_data '%06.3f', and pynmeagps 1.1.8 refuses the sentence.
# Whoever tests a consumer of DGPS with it should write that sentence themselves.
# The kit's peers send what its checks write out, byte for byte (tests/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nmeasim==1.1.1.0" "pynmea2==1.19.0" "pynmeagps==1.1.8"
cat > "$room/seen.py" <<'PYTHON'
import sys
from datetime import datetime, timezone

import pynmea2
import pynmeagps
from nmeasim.constants import FixType
from nmeasim.models import GpsReceiver


def sent(age, **options):
    """Return the GGA sentence of a receiver that had its correction `age` seconds ago."""
    receiver = GpsReceiver(date_time=datetime(2026, 1, 1, 12, tzinfo=timezone.utc), output=("GGA",),
                           fix=FixType.DGPS_FIX, last_dgps=age, dgps_station=7, **options)
    return receiver.get_output()[0]


def read(sentence):
    """Return what two libraries make of the age."""
    try:
        other = pynmeagps.NMEAReader.parse(sentence + "\r\n").diffAge
    except Exception as error:
        other = type(error).__name__
    return pynmea2.parse(sentence, check=True).age_gps_data, other


sentences = [sent(3.2), sent(60), sent(3, time_dp=0)]
ages = [sentence.split(",")[13] for sentence in sentences]
print(sentences[0])
print("ages of 3.2, 60 and 3 seconds:", *ages)
print("pynmea2 and pynmeagps:", *read(sentences[0]))
right = read("$GPGGA,120000.000,0000.000,N,00000.000,E,2,12,1.0,0.0,M,,M,3.2,0007*68")
assert [str(age) for age in right] == ["3.2", "3.2"], right
sys.exit((ages, read(sentences[0])) != (["%06.3f", "%06.3f", "%02d"], ("%06.3f", "NMEATypeError")))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
