"""Hidden: a name that nothing defines is told where an except says nothing of it, and only there."""
import pytest
from sources import source

from lab12.grader import hidden

CLIENT = """import socket{also}
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    {tries}
        while data := link.recv(99):
            print({shows}, data.decode())
    {ends}
while True:
    link.send(input().encode())
"""
SILENT = "except Exception:\n        pass"


@pytest.mark.parametrize("shows, told", [
    ("time.strftime('%H:%M')", "a.py, line 6: time is not defined: import time is missing. The error is not seen, "
                               "since a.py, line 7 hides it."),
    ("nick", "a.py, line 6: nick is not defined: nothing gives it a value. The error is not seen, since a.py, line 7 "
             "hides it."),
    ("dat", "what is meant may be data. The error is not seen"), ("data", ""), ("len(data)", ""), ("__file__", "")])
def test_a_name_that_is_not_defined_where_nobody_sees_the_error(shows, told):
    said = hidden.hidden(source(CLIENT.format(also="", tries="try:", shows=shows, ends=SILENT), "client"))
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("also, tries, ends", [
    (", time", "try:", SILENT), ("\nfrom time import *", "try:", SILENT),
    ("", "try:", "except Exception as error:\n        print(error)"), ("", "if True:", "pass")])
def test_a_name_that_is_defined_or_whose_error_is_seen(also, tries, ends):
    text = CLIENT.format(also=also, tries=tries, shows="time", ends=ends)
    assert not hidden.hidden(source(text, "client"))


def test_a_name_within_a_with_that_suppresses():
    text = CLIENT.format(also="", tries="with contextlib.suppress(Exception):", shows="nick", ends="pass")
    assert "nick is not defined" in hidden.hidden(source(f"import contextlib\n{text}", "client"))
