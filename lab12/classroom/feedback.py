"""The feedback: one text for each student, without any other's name, under a name that the course site takes back.

Moodle (mod/assign/feedback/file/importziplib.php) parts a path at "_" and wants NAME_NUMBER_assignsubmission_file;
Canvas (app/models/abstract_assignment.rb) takes the first two pieces that are digits for a user and an attachment.
"""
import io
import re
import zipfile

from lab12.classroom import sites

SITES = {site.name: site for site in sites.SITES}
TEXT = "feedback.txt"
ASKS = (("ask for the program itself", "hand in the program itself"), ("ask for it", "hand it in"),
        ("ask for a zip", "hand in a zip"))  # what a teacher is told, and what a student is
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def texts(rows):
    """Return ({path: text} of the feedback, lines about those that the site will not take back)."""
    made, told = {}, []
    for row in rows:
        paths = ways_back(row.hand_in)
        if not paths:
            paths = [f"{file_name(row.name)} {TEXT}"]
            if row.hand_in.site in {"Moodle", "Canvas"}:
                told.append(f"{row.name}: {row.hand_in.site} does not take this one's feedback back from a zip")
        said = row.sheet + "\n" if row.sheet else (
            f"Mark sheet of {row.name}\n\nNot marked: {to_a_student(row.why)}.\n")
        made |= dict.fromkeys(paths, said)
    return made, told


def to_a_student(why):
    """Return why a hand-in is not marked, with what its author can do about it in the place of what its reader can."""
    for teacher, student in ASKS:
        why = why.replace(teacher, student)
    return why


def ways_back(hand_in):
    """Return the names under which the site takes feedback to this hand-in; [] where it takes none.

    Moodle knows no team there, but each of its members.
    """
    if hand_in.site == "Moodle" and hand_in.members is not None:
        return [f"{moodle(name or 'Participant', number)}/{TEXT}" for name, number in hand_in.members]
    for name, file in hand_in.entries.items():
        entry = sites.read(SITES[hand_in.site], name) if hand_in.site in SITES else None
        if entry and hand_in.site == "Moodle" and entry.id.isdecimal():
            return [f"{moodle(entry.name, entry.id)}_{TEXT}" if file else f"{moodle(entry.name, entry.id)}/{TEXT}"]
        if entry and hand_in.site == "Canvas" and entry.attachment:
            return [f"{name.removesuffix(entry.file)}{TEXT}"]
    return []


def moodle(name, number):
    return f"{UNSAFE.sub(' ', name).replace('_', ' ')}_{number}_assignsubmission_file"


def file_name(name):
    """Return a name that every system takes for a file's, no longer than 100 letters."""
    return UNSAFE.sub("_", name)[:100].strip(" .") or "_"


def zipped(files):
    """Return {path: text or bytes} as a zip, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files.items()):
            member = zipfile.ZipInfo(path)  # of 1980, which is no time at all
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            data = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
            archive.writestr(member, data)
    return made.getvalue()
