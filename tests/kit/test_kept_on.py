"""Who has gone and is kept on the list, errors that are handed on, lengths in what is shown, and packages of google."""
import ast

import pytest
from sources import source

from lab12.driver.formats import wrapped
from lab12.grader import errors
from lab12.grader.catching import is_silent
from lab12.grader.errors_of_modules import of_google
from lab12.grader.faults import Fault
from lab12.grader.kept_on import only_at_error

CHOIR = """import socket, threading
singers = {}
def sing(song):
    for singer in singers:
        singer.sendall(song)
def miss(voice):
    singers.pop(voice)
    voice.close()
def hear(voice):
    try:
        while True:
            song = voice.recv(999)
            TEST
            sing(song)
    except OSError:
        THEN
"""


@pytest.mark.parametrize("test, then, told", [
    ("if not song:\n                break", "miss(voice)", True),
    ("if len(song) == 0:\n                return", "miss(voice)", True),
    ("if song != b'':\n                print(song)\n            else:\n                return", "miss(voice)", True),
    ("if not song:\n                miss(voice)\n                break", "miss(voice)", False),
    ("if not song:\n                raise OSError", "miss(voice)", False),
    ("if not song:\n                break", "pass\n    finally:\n        miss(voice)", False),
    ("if not song:\n                break", "pass\n    miss(voice)", False),
    ("if song == b'bye':\n                break", "miss(voice)", False)])
def test_who_goes_without_an_error_is_kept_on_the_list(test, then, told):
    hint = only_at_error(source(CHOIR.replace("TEST", test).replace("THEN", then)))
    assert ("recv gives nothing, is still in singers after this, for only an error takes him out" in hint) is told
    assert bool(hint) is told


@pytest.mark.parametrize("change, told", [("+= [voice]", True), ("-= {voice}", False)])
def test_what_is_added_to_a_list_is_not_taken_off_it(change, told):
    joins = f"singers = []\ndef join(voice):\n    global singers\n    singers {change}\n"
    text = CHOIR.replace("TEST", "if not song:\n                break").replace("THEN", "miss(voice)")
    assert bool(only_at_error(source(text.replace("singers = {}\n", joins) + "join(1)\n"))) is told


@pytest.mark.parametrize("then, silent", [
    ("words = f'No: {why}'\n    print(words)", False), ("return 'No: ' + str(why)", False),
    ("link.send(str(why).encode())", False), ("words = str(why)\n    return", True), ("print('No')", True)])
def test_an_error_that_is_put_into_words_first_is_no_hidden_one(then, silent):
    module = ast.parse(f"def fetch():\n  try:\n    link.recv(9)\n  except Exception as why:\n    {then}\n")
    assert is_silent(next(node for node in ast.walk(module) if isinstance(node, ast.ExceptHandler))) is silent


@pytest.mark.parametrize("text, told", [
    ("'{} kB'.format(int(size_kb))", False), ("f'{int(size)} bytes'", False), ("str(int(file_size))", False),
    ("int(size_line)", True), ("count = int(length.decode())", True)])
def test_a_size_that_is_shown_is_no_length_before_a_message(text, told):
    assert bool(wrapped(text)) is told


@pytest.mark.parametrize("imports, package", [
    ("from google.cloud import firestore", "google-cloud-firestore"), ("from google import genai", "google-genai"),
    ("import google.generativeai as ai", "google-generativeai"),
    ("import google.cloud.storage", "google-cloud-storage"),
    ("from google.protobuf import message", "protobuf"), ("import socket", "")])
def test_the_packages_that_share_the_name_google(imports, package):
    assert of_google(Fault(source(f"import json\n{imports}\n"), "")) == package


@pytest.mark.parametrize("imports, name, told", [
    ("from db.cards import Card", "db", "db/cards.py was not handed in"),
    ("import db", "db", "db.py was not handed in"),
    ("import jsom.rules", "jsom", "jsom/rules.py was not handed in"),
    ("from thread_ing.own import Work", "thread_ing", "thread_ing/own.py was not handed in"),
    ("from concurent.futures import Executor", "concurent", "the one of Python is concurrent"),
    ("import xlm.dom", "xlm", "xlm/dom.py was not handed in"),
    ("import colections.abc", "colections", "is collections"),
    ("import sy", "sy", "the one of Python is sys"), ("import jsn", "jsn", "the one of Python is json")])
def test_a_module_of_one_s_own_is_no_misspelt_one_of_python(imports, name, told):
    fault = Fault(source(f"import socket\n{imports}\n"), f"ModuleNotFoundError: No module named '{name}'", 2)
    assert told in errors.explain(fault)
