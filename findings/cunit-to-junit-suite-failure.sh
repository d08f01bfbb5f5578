#!/usr/bin/env bash
# cunit-to-junit 0.1.0: a suite that could not be set up is left out, so that the report has no failure.
#
# It converts "CUnit XML test reports to JUnit XML format". If a suite's set-up fails, CUnit runs none of its tests, and
# writes CUNIT_RUN_SUITE_FAILURE with the reason. What was seen, with Debian's CUnit 2.1-3: of two suites one could not
# be set up. The report has one test, which passed, and failures="0" errors="0"; the suite's name is not in it. So
# whoever gates on it merges what was never tested. A test with two wrong assertions is two tests of one name.
# Whoever converts with it should look for CUNIT_RUN_SUITE_FAILURE in the original.
# In the kit a program that cannot be started is a hand-in with its reason, and is in every table (lab12/classroom).
# It needs Debian 12, and a C compiler.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "cunit-to-junit==0.1.0"
cd "$room"
apt-get download -q -q "libcunit1=2.1-3-dfsg-2.6" "libcunit1-dev=2.1-3-dfsg-2.6"
for package in libcunit1*.deb; do dpkg -x "$package" package; done
cat > tests.c <<'C'
#include <CUnit/Automated.h>
#include <CUnit/CUnit.h>

static int no_server(void) { return 1; }
static void one_and_one(void) { CU_ASSERT_EQUAL(1 + 1, 2); }
static void two_wrong(void) { CU_ASSERT_EQUAL(1, 2); CU_ASSERT_EQUAL(3, 4); }

int main(int count, char **names) {
    (void)names;
    CU_initialize_registry();
    CU_add_test(CU_add_suite("sums", 0, 0), "one and one", one_and_one);
    CU_add_test(CU_add_suite("server", no_server, 0), "answers", one_and_one);
    if (count > 1)
        CU_add_test(CU_add_suite("wrong", 0, 0), "two wrong", two_wrong);
    CU_set_output_filename("cunit");
    CU_automated_run_tests();
    CU_cleanup_registry();
    return 0;
}
C
library=$(find package -name 'libcunit.so.1')
cc -Ipackage/usr/include -o tests tests.c "$library" "-Wl,-rpath,$PWD/$(dirname "$library")"
cat > seen.py <<'PYTHON'
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from cunit_to_junit import cunit_to_junit


def told(*options):
    """Run the tests; return what CUnit says of suites, the counts of the JUnit report, and its tests."""
    subprocess.run(["./tests", *options], check=True)
    cunit = ET.parse("cunit-Results.xml")
    failed = [one.findtext("SUITE_NAME").strip() for one in cunit.iter("CUNIT_RUN_SUITE_FAILURE")]
    cunit_to_junit(Path("cunit-Results.xml"), Path("junit.xml"))
    suite = ET.parse("junit.xml").find("testsuite")
    return failed, [int(suite.get(count)) for count in ("tests", "failures", "errors")], [
        one.get("name") for one in suite.iter("testcase")]


lost, twice = told(), told("wrong")
for failed, counts, names in lost, twice:
    print("not set up:", *failed, "- tests, failures, errors:", *counts, "-", ", ".join(names))
assert "server" not in open("junit.xml").read()
sys.exit((lost, twice) != ((["server"], [1, 0, 0], ["one and one"]),
                           (["server"], [3, 2, 0], ["one and one", "two wrong", "two wrong"])))
PYTHON
venv/bin/python seen.py
