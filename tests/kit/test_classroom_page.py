"""The report: one file that opens without a network, readable without JavaScript, and by keyboard."""
import importlib.util
import json
import os
import re
import shutil
import tracemalloc
from html.parser import HTMLParser
from pathlib import Path

import pytest
from classroom_rows import check, row

from lab12 import HOME
from lab12.classroom import marks
from lab12.classroom.intake import Classroom
from lab12.classroom.rows import row_of
from lab12.classroom.store import write

pytest.importorskip("jinja2", reason="Jinja2, which writes the report, is missing")
from lab12.classroom import page, writing  # noqa: E402

EVIL = "<script>alert(1)</script>\"'&"
MISS = {"hint": "server.py, line 2: recv gives bytes.", "expected": "the server to go on", "seen": f"it shows {EVIL}",
        "steps": ["you type 'x'"], "screens": {"server": ["one", EVIL], "client": ["two"]}, "waits": ["it waits"],
        "wire": {"lanes": ["server", "client"], "counts": {"open": 1}, "rows": [
            {"kind": "packet", "who": 1, "to": 0, "what": "SYN", "text": EVIL},
            {"kind": "waits", "each": {"0": "recv", "1": "recv"}}]}}


def class_of(count, folder=None):
    """Return the Rows of a class: full marks, fewer, not marked, and names that are markup."""
    rows = []
    for number in range(count):
        if number % 10 == 3:
            rows.append(row(f"Student {number:04}", why="it is empty: nothing was handed in"))
            continue
        missed = [check(f"c{at}", 0 if number % 7 and at % 4 == 1 else 5, 5, **MISS) for at in range(20)]
        rows.append(row(f"{EVIL} {number:04}" if number == 1 else f"Student {number:04}", *missed, folder=folder))
    return rows


def made(rows, path, twins=((), ())):
    path.write_text("".join(page.page(rows, Classroom("Moodle", [], [f"left {EVIL}"]), "Lab", twins)), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, driven as a person drives it."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium, which drives a browser, is missing")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium and chromedriver, which show the page, are missing")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in "--headless=new", "--no-sandbox", "--window-size=1200,900":
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as opened:
        yield opened


@pytest.fixture(params=[20])
def shown(browser, tmp_path, request):
    """The page of a class of 20, or of so many, with sources and twins, in the browser."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/server.py").write_text("import socket\nconn.recv(10)  # <b>\nprint()\n")
    rows = class_of(request.param, tmp_path / "in")
    browser.get_log("performance")
    browser.get(made(rows, tmp_path / "report.html",
                     ([(["Student 0004", "Student 0005"], ["tcp-pair"]), (["Student 0004", "Student 0006"], [])],
                      [("Student 0006", "Student 0007", 0.9, ["tcp-pair"])])).as_uri())
    return browser


def test_a_class_is_larger_than_memory(tmp_path):
    """What is written of a class is written hand-in by hand-in, from results that are read when they are needed."""
    def stored(number):
        one = row(f"Student {number}", *[check(f"c{at}", 0, 5, **MISS) for at in range(5)])
        (tmp_path / f"{number}.json").write_text(json.dumps(one.result()), "utf-8")
        return row_of(one.hand_in, one.result(), lambda: json.loads((tmp_path / f"{number}.json").read_bytes()))

    def peak(count):
        tracemalloc.start()
        rows = [stored(number) for number in range(count)]
        write(tmp_path / "report.html", page.page(rows, Classroom("", [], []), "Lab", ((), ())))
        write(tmp_path / "class.json", writing.records(rows))
        write(tmp_path / "junit.xml", marks.junit(rows, "Lab"))
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = peak(5), peak(50)
    assert many - few < (tmp_path / "report.html").stat().st_size / 2


def test_one_file_that_asks_nothing(shown):
    """Nothing is loaded but the page itself, nothing is kept in the browser, and what a student wrote is only text."""
    asked = re.findall(r'"method":"Network.requestWillBeSent".*?"url":"([^"]*)"',
                       "\n".join(entry["message"] for entry in shown.get_log("performance")))
    assert {url for url in asked if not url.startswith("data:")} == {shown.current_url}
    assert shown.execute_script("return [localStorage.length, document.cookie, document.scripts.length]") == [0, "", 1]
    assert not [entry for entry in shown.get_log("browser") if entry["level"] == "SEVERE"]
    assert EVIL in shown.execute_script("return document.body.textContent")


@pytest.mark.parametrize("shown", [8], indirect=True)
def test_axe_finds_nothing(shown):
    """The rules of WCAG and good practice that axe-core checks, in light and in dark."""
    spec = importlib.util.find_spec("axe_playwright_python")
    source = Path(os.environ.get("AXE") or (spec and Path(spec.origin).with_name("axe.min.js")) or "axe.min.js")
    if not source.exists():
        pytest.skip("axe-core is missing (pip install --no-deps axe-playwright-python, or AXE=axe.min.js)")
    for scheme in "light", "dark":
        shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": scheme}]})
        shown.execute_script("for (const one of document.querySelectorAll('details')) one.open = true;"
                             "for (const one of document.querySelectorAll('article'))"
                             " one.style.contentVisibility = 'visible'")
        shown.execute_cdp_cmd("Runtime.evaluate", {"expression": source.read_text("utf-8")})
        found = shown.execute_async_script("axe.run().then(arguments[0])")
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == [], scheme


def names(browser):
    return browser.execute_script("return [...document.querySelectorAll('tbody tr:not([hidden])')]"
                                  ".map(line => line.cells[0].dataset.key)")


def test_the_table_is_sorted_and_searched(shown):
    """By keyboard, with what is sorted said to a screen reader; a search finds what is folded or not yet drawn."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    heads = shown.find_elements(By.CSS_SELECTOR, "thead th")

    def sorts():
        return [head.get_attribute("aria-sort") for head in heads]

    assert sorts()[0] == "ascending" and names(shown) != sorted(names(shown), reverse=True)
    heads[1].find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    marks = shown.execute_script("return [...document.querySelectorAll('tbody tr')].map(l => +l.cells[1].dataset.key)")
    assert marks == sorted(marks) and marks[0] == -1 and sorts() == ["none", "ascending", "none", "none", "none"]
    heads[1].find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert sorts()[1] == "descending"
    shown.execute_script("document.querySelector('tbody tr[data-of=h7]').cells[0].append(' J\u00f6rg')")
    for typed in "jorg", "J\u00f6rg", "jo\u0308RG":
        shown.find_element(By.ID, "search").send_keys(Keys.CONTROL + "a" + Keys.NULL, typed)
        assert names(shown) == ["Student 0006"]
    shown.find_element(By.ID, "search").send_keys(Keys.CONTROL + "a" + Keys.NULL, "Student 0011")
    assert names(shown) == ["Student 0011"] and shown.find_element(By.ID, "count").text == "1 of 20"
    shown.find_element(By.ID, "search").send_keys(Keys.CONTROL + "a" + Keys.NULL, "you type 'x'")
    assert len(names(shown)) == 15  # those with a miss: it is said in what is folded
    shown.find_element(By.ID, "search").send_keys(Keys.CONTROL + "a" + Keys.NULL, Keys.DELETE)
    shown.find_element(By.CSS_SELECTOR, "#state option[value=unmarked]").click()
    assert names(shown) == ["Student 0003", "Student 0013"]


def test_names_are_hidden_with_one_switch(shown):
    """To show the page to the class: no name is left on it, and each has a number of its own."""
    from selenium.webdriver.common.by import By
    shown.execute_script("for (const one of document.querySelectorAll('article'))"
                         " one.style.contentVisibility = 'visible'")
    assert "Student 0005" in shown.find_element(By.TAG_NAME, "body").text
    shown.find_element(By.ID, "hide").click()
    text = shown.find_element(By.TAG_NAME, "body").text
    assert not re.search(r"Student 0\d\d\d", text) and EVIL + " 0001" not in text and "Student 20" in text


def test_what_is_folded_is_printed(shown):
    """Printing unfolds everything, and folds it again."""
    opens = "return [document.querySelectorAll('details').length, document.querySelectorAll('details[open]').length]"
    before = shown.execute_script(opens)
    shown.execute_script("dispatchEvent(new Event('beforeprint'))")
    every, opened = shown.execute_script(opens)
    shown.execute_script("dispatchEvent(new Event('afterprint'))")
    assert every == opened > 0 and shown.execute_script(opens) == before


def test_bars_are_as_high_as_what_they_count(browser, tmp_path):
    """The numbers above and below them take no part of the highest."""
    rows = [row(f"Student {at}", check("a", mark, 100)) for at, mark in enumerate([15, 45, 45, 45, 85, 85, 85, 85])]
    browser.get(made(rows, tmp_path / "report.html").as_uri())
    heights = browser.execute_script("return [...document.querySelectorAll('.histogram i')].map(bar => "
                                     "bar.getBoundingClientRect().height)")
    assert [round(4 * heights[at] / heights[8], 1) for at in (1, 4, 8)] == [1, 3, 4] and heights[8] > 60


def test_a_name_from_right_to_left_turns_no_mark_round(browser, tmp_path):
    """27 of 100 stood as 100 / 27 behind a Hebrew name, since digits behind such letters go on to the left."""
    browser.get(made([row("\u05d3\u05e0\u05d4 \u05db\u05d4\u05df", check("a", 27, 100))], tmp_path / "r.html").as_uri())
    left, right = (browser.execute_script(
        "const one = document.createRange(), text = document.querySelector('#t1 .mark').firstChild;"
        "one.setStart(text, text.data.indexOf(arguments[0])); one.setEnd(text, one.startOffset + 1);"
        "return one.getBoundingClientRect().left", digit) for digit in "21")
    assert left < right


def test_a_long_word_fits_a_narrow_window(browser, tmp_path):
    """A name, a hint and what could not be read need not have a blank in them."""
    word = "Supercalifragilisticexpialidocious" * 2
    rows = [row(word, check("a", 0, 10, **MISS | {"hint": word})), row(f"b{word}", why=word)]
    path = made(rows, tmp_path / "report.html")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": False})
    try:
        browser.get(path.as_uri())
        browser.execute_script("for (const one of document.querySelectorAll('article'))"
                               " one.style.contentVisibility = 'visible'")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_thousand_open_at_once(browser, tmp_path):
    """A class of 1,000 is shown in under 2 seconds of the page's own thread, whatever else the machine does."""
    path = made(class_of(1000), tmp_path / "report.html")
    browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    before, _ = busy(browser), browser.get(path.as_uri())
    took = busy(browser) - before
    assert 0 < took < 2 and browser.execute_script("return document.querySelectorAll('article').length") == 1000


def busy(browser):
    """Return the seconds of processor time that the page's thread has taken."""
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration")


class Shown(HTMLParser):
    """Collects the text and the attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.text, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.attributes += [(tag, *one) for one in attributes]

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_without_a_browser(tmp_path):
    """Readable without JavaScript: everything stands in it, no fetch and no frame, no handler made of text."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/server.py").write_text("import socket\nconn.recv(10)  # <b>\nprint()\n")
    source = made(class_of(40, tmp_path / "in"), tmp_path / "report.html").read_text("utf-8")
    read = Shown(source)
    text = "".join(read.text)
    assert text.count("nothing was handed in") == 3 * 4 and "   2  conn.recv(10)  # <b>" in text and EVIL in text
    assert "The check c1: 30 of the 36 for whom it was tried" in text and "30 ×: recv gives bytes." in text
    assert source.count("<svg") == 30 * 5  # a picture of the traffic at each miss
    assert not re.search(r"<(iframe|img|link|object|embed)\b|fetch\(|localStorage|XMLHttp", source)
    assert not [one for one in read.attributes if one[1].startswith("on") or one[1] in ("src", "action")]
    assert len(source.encode()) < 5_000_000
    assert source == made(class_of(40, tmp_path / "in"), tmp_path / "again.html").read_text("utf-8")


def test_twins_on_the_page(tmp_path):
    """A hand-in may be in two groups, and of each it is said which section it is about."""
    names = [f"Student 000{number}" for number in (0, 2, 4, 5, 6)]
    twins = [(names[:2], ["tcp-pair"]), ([names[0], names[4]], [])], [(names[2], names[4], 0.9, ["udp-chat"])]
    text = "".join(Shown(made(class_of(7), tmp_path / "report.html", twins).read_text("utf-8")).text)
    assert "group 1, 2" in text and text.count("group 1") == 2
    assert "Group 1 (TCP pair): Student 0000Student 1; Student 0002Student 3" in text  # each with what may stand for it
    assert "(UDP chat): 90 % of both programs" in text and "Group 2: Student 0000" in text


def test_nothing_is_green_where_nothing_was_marked(tmp_path):
    """A class of which nobody could be marked has no bar, no mean, and no full marks."""
    source = made([row("Ann", why="it is empty")], tmp_path / "report.html").read_text("utf-8")
    assert 'class="mark full"' not in source and "on average" not in source and "<strong>0</strong> marked" in source


def test_the_picture_in_the_readme_has_the_words_of_the_page():
    html, readme = ((HOME / "lab12/classroom" / name).read_text("utf-8") for name in ("report/page.html", "README.md"))
    for words in "Hide names", "Search", "What was missed most", "Each hand-in", "Verdict", "Twins", "Protection":
        assert words in html and words in readme


def test_reasons_are_counted_whatever_the_files_are_called():
    for hint in "server (3).py, line 11: mind a.py, line 2.", "server.py: mind b.py.", "x.docx#1: mind y.pdf.":
        assert page.ELSEWHERE.sub("…", page.FIRST.sub("", hint)) == "mind …."
