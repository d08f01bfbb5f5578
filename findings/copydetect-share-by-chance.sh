#!/usr/bin/env bash
# copydetect 0.5.0: how similar two files are differs from run to run, and so does whether the pair is reported.
#
# Its documentation says of the display threshold "default value: 0.33", and does not speak of chance. What was seen:
# fingerprints are chosen by Python's hash of a string, which each process draws anew (PYTHONHASHSEED). The same two
# files are 31 to 38 % similar, and about half of all runs report them. With one PYTHONHASHSEED, or with guarantee_t
# equal to noise_t, all runs are alike.
# Whoever shows a pair to a student should set both thresholds alike, or fix the seed, so that anybody can repeat it.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "copydetect==0.5.0"
mkdir "$room/class"
cat > "$room/seen.py" <<'PYTHON'
import os
import subprocess
import sys


def program(step):
    """Return a program of twelve functions, whose first line is the same in all programs."""
    first, rest = "    words = peer.recv(1024).decode().strip().split()", "    " + step
    return "import socket\n" + "".join(f"\n\ndef answer_{n}(peer):\n{first}\n{rest.format(n=n, m=n * n + 10)}\n"
                                       for n in range(12))


def once(threshold):
    from copydetect import CopyDetector
    detector = CopyDetector(test_dirs=["class"], ref_dirs=["class"], noise_t=25, guarantee_t=threshold, silent=True)
    detector.run()
    shares = detector.similarity_matrix[:, :, 0]
    print(f"{shares.max():.3f}", len(detector.get_copied_code_list()))


def all_of(threshold, seeds):
    """Return (share, number of pairs reported) of a run for each seed."""
    runs = [subprocess.run([sys.executable, __file__, str(threshold)], env=os.environ | {"PYTHONHASHSEED": seed},
                           capture_output=True, text=True, check=True).stdout.split() for seed in seeds]
    return sorted((float(share), int(pairs)) for share, pairs in runs)


if len(sys.argv) > 1:
    sys.exit(once(int(sys.argv[1])))
open("class/one.py", "w").write(program(
    "return words[{n}:{m}] + [len(word) * {m} - {n} for word in words] + words[:{m}] + [{n}] + [{m}]"))
open("class/other.py", "w").write(program(
    "table = dict(one={n}, two=not words, three={m} // 7)\n    return str(table) + str({m} - {n}) + str({n})"))
seeds = [str(seed) for seed in range(1, 17)]
chance, fixed, alike = all_of(30, seeds), all_of(30, ["1"] * 3), all_of(25, seeds[:4])
print(f"16 runs: {chance[0][0]} to {chance[-1][0]}, reported in {sum(pairs for _, pairs in chance)} of them")
for name, runs in ("one seed", fixed), ("thresholds alike", alike):
    print(f"{name}:", *sorted({share for share, _ in runs}))
sys.exit(not (chance[0][1] == 0 < chance[-1][1] and len(set(fixed)) == len(set(alike)) == 1))
PYTHON
cd "$room" && venv/bin/python seen.py
