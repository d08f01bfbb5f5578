"""Gradebooks: a site's own export is filled in to the byte, whatever its form, and nobody has another's mark."""
import csv
import io
import re

import pytest
from classroom_rows import canvas, check, moodle, row

from lab12.classroom import feedback, gradebooks, tables
from lab12.classroom.rows import row_of

FULL = [check("a", 10), check("b", 77, 90)]
JANE, ANN, BOB = moodle("Jane Holloway", 657737, *FULL), moodle("Ann Lee", 657738, why="x.png is a picture"), moodle(
    "Bob Day", 657739, check("a", 8.5, 100))
MOODLE = ('Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)\r\n'
          'Participant 657737,Jane Holloway,jane@example.edu,Submitted - ,,100.00,Yes,"Monday, 12 October"\r\n'
          'Participant 657738,"Lee, Ann ""A""",a@example.edu,No submission,,100.00,Yes,-\r\n'
          'Participant 657739,Bob Day,b@example.edu,Submitted,,100.00,Yes,-\r\n')
MOODLE_DE = ('\ufeffID;"Vollständiger Name";Bewertung;"Bestwertung";"Zuletzt geändert (Bewertung)"\n'
             'Teilnehmer/in657737;"Jane Holloway";;100,00;-\n"Teilnehmer/in657739";"Bob Day";"";100,00;-\n')
CANVAS = ('Student,ID,SIS User ID,SIS Login ID,Section,Practical 12 (48213),Lab 3 (48000),Final Score\n'
          ',,,,,Manual Posting,,\n'
          '    Points Possible,,,,,100,10,(read only)\n'
          '"Holloway, Jane",657737,A0012,jane,Lab A,,,\n'
          '"=""=Cmd, Lee""",657738,A0013,lee,Lab A,EX,,\n'
          '"Day, Bob",657739,A0014,bob,Lab B,50.00,,\n'
          '"Student, Test",1,,x,Lab A,,,\n')
D2L = ('OrgDefinedId,Username,Last Name,First Name,Practical 12 Points Grade <Numeric MaxPoints:20 Weight:10>,'
       'End-of-Line Indicator\r\n#00246,#jholloway,Holloway,Jane,,#\r\n#00247,#bday,Day,Bob,"1,5",#\r\n')
BLACKBOARD = ('"Last Name"\t"First Name"\t"Username"\t"Practical 12 [Total Pts: 100 Score] |409578"\t"Notes"\n'
              '"Holloway"\t"Jane"\t"jholloway"\t""\t""\n')


def fill(text, rows, column=None, encoding="utf-8"):
    """Fill in a gradebook; return (lines that changed, what was told)."""
    data = text.encode(encoding)
    filled, told = gradebooks.Gradebook(data, column).fill(rows)
    before, after = (one.decode(encoding).split("\n") for one in (data, filled))
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new], told


def test_moodle():
    """One cell a student, line ends and quotes as they were; a student who was not marked is named."""
    changed, told = fill(MOODLE, [JANE, ANN, BOB])
    assert changed == [(line, line.replace(",,100.00", f",{mark},100.00")) for line, mark in (
        (MOODLE.split("\n")[1], "87"), (MOODLE.split("\n")[3], "8.5"))]
    assert told == ["Ann Lee: not marked, so its cell is left as it is: x.png is a picture"]
    changed, told = fill(MOODLE.replace("100.00,Yes,-", "100.00,No,-"), [BOB])
    assert not changed and told[-1] == "Bob Day: Moodle says that this mark cannot be changed"
    changed, told = fill(MOODLE.replace(",,100.00,Yes,-", ",,100.00"), [JANE, BOB])
    assert len(changed) == 1 and told[-1] == "Bob Day: its line is too short"


def test_moodle_in_another_language():
    """Semicolons, a decimal comma, a byte order mark, words of another language."""
    changed, told = fill(MOODLE_DE, [JANE, BOB])
    assert [new for _, new in changed] == ['Teilnehmer/in657737;"Jane Holloway";87;100,00;-',
                                           '"Teilnehmer/in657739";"Bob Day";"8,5";100,00;-']
    assert told == [] and gradebooks.Gradebook(MOODLE_DE.encode()).fill([JANE])[0].startswith(b"\xef\xbb\xbfID;")


def in_polish(marks="", most="20,00"):
    """Return a sheet of Moodle's of whose header no word is known here."""
    return ("Identyfikator;Imię i nazwisko;Ocena;Ocena maksymalna;Ocena może zostać zmieniona;Komentarz\r\n"
            f"Uczestnik657737;Jane Holloway;{marks};{most};Tak;\r\nUczestnik657739;Bob Day;;{most};Nie;\r\n")


@pytest.mark.parametrize("column", [None, "Ocena"])
def test_moodle_in_a_language_of_which_no_word_is_known(column):
    """The marks stand before what is one number in all lines; that is the maximum, above which Moodle takes none."""
    changed, told = fill(in_polish(), [JANE, BOB], column)
    assert [new for _, new in changed] == ["Uczestnik657737;Jane Holloway;17,4;20,00;Tak;\r"]
    assert told == ["1 mark of 100 scaled to 20", "Bob Day: Moodle says that this mark cannot be changed"]


def test_no_maximum_is_taken_from_where_none_is():
    """A column that is not in a line is no maximum, nor is the number of that column."""
    changed, told = fill("Identifier,Full name,Grade\nParticipant 657737,Jane Holloway,\n", [JANE])
    assert [new for _, new in changed] == ["Participant 657737,Jane Holloway,87"] and told == []
    with pytest.raises(ValueError, match="which column is to be filled in"):
        fill(in_polish("passed"), [JANE])


def test_a_scale_of_moodle_takes_no_marks():
    """Where words are chosen from, numbers would be skipped without a word."""
    with pytest.raises(ValueError, match=r"it has a scale \(Poor, Fair, Good\), so Moodle takes no numbers"):
        gradebooks.Gradebook(MOODLE.replace("100.00", '"Poor, Fair, Good"').replace("Maximum Grade", "Scale").encode())


BLIND = "Identifier,Status,Grade,Maximum Grade\n" + "".join(f"Participant {n},Submitted for grading - ,,100.00\n"
                                                              for n in (11, 12, 13))


@pytest.mark.parametrize("numbers", [(11, 12), (11,)])
def test_moodle_where_nobody_is_to_know_who_is_who(numbers):
    """What stands where names would be is none: nobody is called "Submitted for grading"."""
    rows = [moodle("Participant", number, *FULL) for number in numbers]
    book = gradebooks.Gradebook(BLIND.encode())
    found = gradebooks.match([book], [one.hand_in for one in rows])
    assert [one.name for one in found] == ["Participant (11)", "Participant (12)"][:len(rows)] or (
        [one.name for one in found] == ["Participant"] and len(rows) == 1)
    filled, told = book.fill(rows)
    assert filled.decode().count(",87,") == len(rows)
    assert told == [f"Participant {number}: no hand-in" for number in (11, 12, 13)[len(rows):]]


TEAMS = ("Identifier,Full name,ID number,Status,Group,Grade,Maximum Grade\n"
         "Participant 41,Ann Ash,,Submitted,Team Red,,100.00\n"
         "Participant 42,Ben Birch,,Submitted,Team_Blue,,100.00\nParticipant 43,Cy Cole,,Submitted,Team Red,,100.00\n"
         "Participant 44,Di Dahl,,No submission,Team Green,,100.00\nParticipant 45\n")


@pytest.mark.parametrize("text", [TEAMS, re.sub(r"(?m)^([^,\n]*),[^,\n]*,[^,\n]*,", r"\1,", TEAMS)],
                         ids=["names", "no names"])
def test_a_team_of_moodle(text):
    """All of a team have its mark, by the team's name; a team's number is that of a student of another one."""
    rows = [moodle("Team Red", 42, *FULL), moodle("Team Blue", 43, check("a", 50, 100))]
    book = gradebooks.Gradebook(text.encode())
    found = gradebooks.match([book], [one.hand_in for one in rows])
    named = text is TEAMS
    assert [one.name for one in found] == (["Team Blue: Ben Birch", "Team Red: Ann Ash, Cy Cole"] if named else
                                           ["Team Blue", "Team Red"])
    filled, told = book.fill(rows)
    assert [line.split(",")[-2] for line in filled.decode().splitlines()[1:-1]] == ["87", "50", "87", ""]
    assert told[0] == ("Di Dahl" if named else "Participant 44") + ": no hand-in" and len(told) == 2
    assert found[1].members == ([("Ann Ash", "41"), ("Cy Cole", "43")] if named else [("", "41"), ("", "43")])


@pytest.mark.parametrize("head", ["Last Name,First Name,Teams,Lab Points Grade,Old Points Grade",
                                  "Last Name,First Name,Old Points Grade,Lab Points Grade,Teams,End-of-Line Indicator"])
def test_a_group_of_brightspace(head):
    """All of a group have its mark, where the gradebook was exported with its groups."""
    cells = {"Last Name": ["Ash", "Birch", "Cole", "Dahl"], "First Name": ["Ann", "Ben", "Cy", "Di"],
             "Teams": ["Team 5", "team 6", "Team 5", ""], "Lab Points Grade": [""] * 4,
             "Old Points Grade": ["5", "6", "6", "5"], "End-of-Line Indicator": ["#"] * 4}
    columns = ["OrgDefinedId", *head.split(",")]
    lines = [",".join([f"#{at}", *(cells[title][at] for title in columns[1:])]) for at in range(4)]
    rows = [row(name, *checks, id=f"12-{name}", site="Brightspace")
            for name, checks in {"Team 5": FULL, "Team 6": [check("a", 50, 100)]}.items()]
    book = gradebooks.Gradebook("\n".join(["OrgDefinedId," + head, *lines]).encode(), "Lab")
    found = gradebooks.match([book], [one.hand_in for one in rows])
    assert [one.name for one in found] == ["Team 5: Ann Ash, Cy Cole", "Team 6: Ben Birch"]
    filled, told = book.fill(rows)
    marks = [line.split(",")[columns.index("Lab Points Grade")] for line in filled.decode().splitlines()[1:]]
    assert marks == ["87", "50", "87", ""] and told == ["Di Dahl: no hand-in"]
    rows[0].name = found[0].name
    assert list(feedback.texts(rows[:1])[0]) == ["Team 5_ Ann Ash, Cy Cole feedback.txt"]


def test_canvas_with_names_in_two_columns():
    """An instructor may have them so; one name alone stands in the second, and the test student has two as well."""
    text = ('LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Lab (48213)\n,,,,,,Manual Posting\n'
            '    Points Possible,,,,,,100\nHolloway,Jane,657737,,,A,\n"=""=Cmd""",Lee,657738,,,A,\n,Bob,657739,,,A,\n'
            'Student,Test,1,,,A,\n')
    rows = [canvas("hollowayjane", 657737, *FULL), canvas("bob", 657739, *FULL)]
    book = gradebooks.Gradebook(text.encode())
    assert [one.name for one in gradebooks.match([book], [one.hand_in for one in rows])] == ["Bob", "Jane Holloway"]
    filled, told = book.fill(rows)
    assert filled.decode() == text.replace("657737,,,A,", "657737,,,A,87").replace("657739,,,A,", "657739,,,A,87")
    assert told == ["Lee =Cmd: no hand-in"]


def test_canvas():
    """By its id; excused stays, a mark that was there is told, the lines of no student are left alone."""
    rows = [canvas("hollowayjane", 657737, *FULL), canvas("leecmd", 657738, *FULL), canvas("daybob", 657739, *FULL),
            canvas("nobody", 5, *FULL)]
    with pytest.raises(ValueError, match=r"--column TITLE; there are: Practical 12 \(48213\), Lab 3 \(48000\)$"):
        fill(CANVAS, rows)
    changed, told = fill(CANVAS, rows, "48213")
    assert [new for _, new in changed] == ['"Holloway, Jane",657737,A0012,jane,Lab A,87,,',
                                           '"Day, Bob",657739,A0014,bob,Lab B,87,,']
    assert told == ["leecmd: EX in the gradebook, so its cell is left as it is", "daybob: it was 50.00, it is 87",
                    "nobody: not found in the gradebook"]
    by_name = [row("Jane Holloway", *FULL), row("Bob Day", *FULL)]
    assert len(fill(CANVAS, by_name, "Practical 12 (48213)")[0]) == 2
    twice = [row("Jane Holloway", *FULL), row("Holloway Jane", *FULL)]
    assert fill(CANVAS, twice, "48213")[0] == []  # two of one name: neither


def test_hand_ins_are_called_by_the_names_in_the_gradebook():
    """Canvas names files hollowayjane, its gradebook says who that is; no other than a name is taken, and no team's."""
    def called(text, *hand_ins, column=None):
        book = gradebooks.Gradebook(text.encode(), column)
        return [one.name for one in gradebooks.match([book], [one.hand_in for one in hand_ins])], book

    rows = [canvas(name, number, *FULL) for name, number in (("hollowayjane", 657737), ("anna", 5), ("daybob", 657739))]
    names, book = called(CANVAS, *rows, column="48213")
    assert names == ["anna", "Day, Bob", "Holloway, Jane"]
    assert book.fill([row_of(one.hand_in, one.result()) for one in rows])[1] == [
        "=Cmd, Lee: no hand-in", "Day, Bob: it was 50.00, it is 87", "anna: not found in the gradebook"]
    assert called("Username,Lab Points Grade,End-of-Line Indicator\n#jane,,#\n", row("x", id="jane"))[0] == ["x"]
    team = row("A and B", id="1", people=[("A", "7", ""), ("B", "8", "")])
    assert called("OrgDefinedId,Last Name,Lab Points Grade\n7,Abe,\n8,Ben,\n", team)[0] == ["A and B"]
    two = [canvas("dayjo", 11), canvas("dayjo", 12)]
    same = 'Student,ID,Lab (1)\n"Day, Jo\x1b",11,\n"Day, Jo\x1b",12,\n'
    assert called(same, *two)[0] == ["Day, Jo\ufffd (11)", "Day, Jo\ufffd (12)"]


def test_a_group_of_canvas_keeps_its_name():
    """Its files have the number of one who is in it, whose mark it is: that is told, since the others have none."""
    team = canvas("theowls", 657739, *FULL)
    book = gradebooks.Gradebook(CANVAS.encode(), "48213")
    assert [one.name for one in gradebooks.match([book], [team.hand_in])] == ["theowls"]
    filled, told = book.fill([team])
    assert b'"Day, Bob",657739,A0014,bob,Lab B,87,' in filled
    assert "Day, Bob: its files are named theowls; of a group only this one has the mark" in told


def test_brightspace_and_blackboard():
    """By their own ids and by name; a maximum of 20 is told; UTF-16 and tabs stay."""
    people = [("Jane Holloway", "00246", "")]
    changed, told = fill(D2L, [row("submission 1", *FULL, people=people), row("Bob Day", *FULL)])
    assert [new for _, new in changed] == ['#00246,#jholloway,Holloway,Jane,"17,4",#\r',
                                           '#00247,#bday,Day,Bob,"17,4",#\r']
    assert told == ["2 marks of 100 scaled to 20", "Bob Day: it was 1,5, it is 17.4"]
    title = "Practical 12 Points Grade <Numeric MaxPoints:20 Weight:10>"
    comma = D2L.replace(title, f'"{title}"').replace("MaxPoints:20", "MaxPoints:20,00").replace('"1,5"', "")
    changed, _ = fill(comma, [row("Bob Day", *FULL)])
    assert [new for _, new in changed] == ['#00247,#bday,Day,Bob,"17,4",#\r']
    changed, _ = fill(BLACKBOARD, [row("jholloway", *FULL, id="jholloway", site="Blackboard")], encoding="utf-16")
    assert [new for _, new in changed] == ['"Holloway"\t"Jane"\t"jholloway"\t"87"\t""']


D2L_HEAD = "OrgDefinedId,Last Name,First Name,Lab Points Grade\n"


def test_whoever_logs_in_by_an_address_is_found_by_it():
    """A team of Gradescope, and Canvas's own login: their names need not be the same."""
    team = row("submission 1", *FULL, people=[("Jenny Holloway", "", "jane@x.edu"), ("Bob D", "", "bob@x.edu")])
    text = CANVAS.replace(",jane,", ",Jane@x.edu,").replace(",bob,", ",bob@x.edu,")
    changed, told = fill(text, [team], "48213")
    assert [new.split(",")[-3] for _, new in changed] == ["87", "87"] and told[0] == "=Cmd, Lee: no hand-in"


def test_who_has_handed_in_nothing_has_no_mark_of_a_namesake():
    """A name alone, which several lines have, is nobody's; an id tells, or words where the letters are the same."""
    changed, told = fill(D2L_HEAD + "#1,Lee,Kim,\n#2,Lee,Kim,\n", [row("Kim Lee", *FULL)])
    assert changed == [] and told == ["Kim Lee: several lines have this name, so its cell is left as it is"] * 2
    two = CANVAS.replace("657739,A0014", "5,A0015").replace("Day, Bob", "Holloway, Jane")
    changed, told = fill(two, [canvas("hollowayjane", 657737, *FULL)], "48213")
    assert [new for _, new in changed] == ['"Holloway, Jane",657737,A0012,jane,Lab A,87,,']
    assert told == ["=Cmd, Lee: no hand-in", "Holloway, Jane: no hand-in"]
    changed, told = fill(D2L_HEAD + "#1,Lee,Anna,\n#2,Alee,Ann,\n", [row("Ann Alee", *FULL)])
    assert [new for _, new in changed] == ["#2,Alee,Ann,87"] and told == ["Anna Lee: no hand-in"]
    both = [row("Ann Alee", *FULL), row("Anna Lee", check("a", 5, 100))]
    assert [new for _, new in fill(D2L_HEAD + "#1,Lee,Anna,\n#2,Alee,Ann,\n", both)[0]] == [
        "#1,Lee,Anna,5", "#2,Alee,Ann,87"]
    both = [row(f"Anna Lee ({number})", *FULL, id=number) for number in ("7", "8")]
    assert fill(D2L_HEAD + "#1,Lee,Anna,\n#2,Day,Jo,\n", both) == ([], [
        "Anna Lee: several hand-ins have this name, so its cell is left as it is", "Jo Day: no hand-in",
        "Anna Lee (7): not found in the gradebook", "Anna Lee (8): not found in the gradebook"])
    third = CANVAS.replace("657738", "5").replace('"=""=Cmd, Lee"""', '"Holloway, Jane"').replace(
        "Day, Bob", "Holloway, Jane").replace(",EX", ",")
    there = [canvas("hollowayjane", number, *FULL) for number in (657737, 657739)]
    changed, told = fill(third, there, "48213")  # both are found by their numbers, so nothing is there of the third
    assert len(changed) == 2 and "Holloway, Jane: no hand-in" in told and not [
        line for line in told if "several" in line]
    team = row("submission 1", *FULL, people=[("Kim Lee", "1", ""), ("Jo Day", "", "")])
    changed, told = fill(D2L_HEAD + "#1,Lee,Kim,\n#2,Lee,Kim,\n#3,Day,Jo,\n", [team])
    assert [new for _, new in changed] == ["#1,Lee,Kim,87", "#3,Day,Jo,87"] and told == ["Kim Lee: no hand-in"]


@pytest.mark.parametrize("data", [MOODLE.encode(), MOODLE_DE.encode(), CANVAS.encode(), D2L.encode("latin-1"),
                                  BLACKBOARD.encode("utf-16-le"), "Student,ID,\xe9 (1)\r".encode("latin-1"), b"",
                                  b'a,"b\r\nc",d\r\n\r\n"e', b'a,"x ""y""" z\n'], ids=range(9))
def test_no_other_byte(data):
    """A gradebook into which nothing is put is the same bytes; its cells are what Python's own reader finds."""
    sheet = tables.Table(data)
    assert sheet.data() == data
    if not data.endswith(b'"e'):
        read = csv.reader(io.StringIO(sheet.text, newline=""), delimiter=sheet.delimiter)
        assert [[cell.value for cell in line] for line in sheet.rows] == [line or [""] for line in read]


def test_a_file_that_is_no_gradebook():
    with pytest.raises(ValueError, match="no gradebook that is known here: its first line is a, b"):
        gradebooks.Gradebook(b"a,b\n1,2\n")
    with pytest.raises(ValueError, match="Moodle's export of all grades, .*: take the practical's own, by Download"):
        gradebooks.Gradebook(b"First name,Last name,Email address,Assignment: Lab (Real)\nAnn,Ash,a@x.edu,-\n")


@pytest.mark.parametrize("column", ["Final Score", "ID", "Student", "Section", "Remarks", "12b"])
def test_a_column_that_the_site_does_not_take_back_is_none_to_fill_in(column):
    """A total, an id or what Canvas calls read only: marks would be lost there, or students."""
    text = CANVAS.replace("Section,", "Section,Remarks,").replace("Possible,,,,,", "Possible,,,,,(read only),")
    with pytest.raises(ValueError, match=rf"^{column} is no column .*; there are: Practical 12 \(48213\), Lab 3 \("
                       r"48000\)$"):
        gradebooks.Gradebook(text.encode(), column)


@pytest.mark.parametrize("text, column, worth", [
    (D2L, "Practical 12 Points Grade <Numeric MaxPoints:20 Weight:10>", "20"), (D2L, "Practical 12", "20"),
    (BLACKBOARD, "Practical 12 [Total Pts: 100 Score] |409578", "100"), (BLACKBOARD, "409578", "100")])
def test_a_column_may_be_called_as_the_gradebook_does(text, column, worth):
    """Its maximum is known then as well."""
    assert gradebooks.Gradebook(text.encode(), column).worth == worth


def test_words_of_blackboard_are_no_marks():
    """A column of text is none to choose from."""
    text = BLACKBOARD.replace('\t"Notes"', '\t"Group [Total Pts: 0 Text] |409579"')
    assert gradebooks.Gradebook(text.encode()).at == 3


def test_blackboard_reads_a_mark_as_it_shows_the_column():
    """87 of 100 are 87 % of whatever maximum, and no letter: what to do about that is said."""
    jane = row("jholloway", *FULL, id="jholloway", site="Blackboard")
    for shown, mark in ("100 Percentage", "87"), ("50 Percentage", "87"), ("50 Score", "43.5"), ("50", "43.5"):
        changed, _ = fill(BLACKBOARD.replace("100 Score", shown), [jane])
        assert [new.split("\t")[3] for _, new in changed] == [f'"{mark}"'], shown
    for shown in "Letter", "Complete/Incomplete", "Text":
        with pytest.raises(ValueError, match=f"shown as {shown}, .*: set the practical's primary display to Score"):
            gradebooks.Gradebook(BLACKBOARD.replace("100 Score", f"100 {shown}").encode())


def test_a_column_may_be_called_as_the_site_shows_it():
    assert gradebooks.Gradebook(CANVAS.encode(), "Practical 12").at == 5
    with pytest.raises(ValueError, match="no column in it is one that Canvas takes marks from"):
        gradebooks.Gradebook(b'Student,ID,SIS Login ID,Section,Final Score\n"Day, Jo",1,jo,A,\n')


@pytest.mark.parametrize("data", [b"PK\3\4\x14\0\6\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"], ids=["xlsx", "xls"])
def test_a_workbook_is_no_gradebook(data):
    with pytest.raises(ValueError, match="it is a workbook of Excel: take the site's own export, which is text"):
        gradebooks.Gradebook(data)


@pytest.mark.parametrize("data, said", [
    (b"", "it is empty"), (b"\xef\xbb\xbf", "it is empty"), (b"\xff\xfe", "it is empty"), (b"\n", "no gradebook"),
    (b'"' + b"x" * 200_000 + b'",ID\n', "field larger than field limit")])
def test_a_gradebook_that_is_empty_or_broken_is_said_in_one_line(data, said, tmp_path):
    path = tmp_path / "Grades.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=f"--fill {re.escape(str(path))}: {said}.*"):
        gradebooks.opened([path])


def test_brightspace_without_names():
    """Its folders are named by names, and its gradebook need not have any: what to do is said.

    Where a school has users in the names of folders, they tell.
    """
    text = b"OrgDefinedId,Username,Lab Points Grade,End-of-Line Indicator\r\n#00246,#jane,,#\r\n"
    for user in "jane", "00246":
        book = gradebooks.Gradebook(text)
        assert book.fill([row("Jane Holloway", *FULL, id=user, site="Brightspace")])[0] == text.replace(b",,", b",87,")
    book = gradebooks.Gradebook(text)
    with pytest.raises(ValueError, match="Brightspace with #?00246, .*: export it with first and last names, by which"):
        gradebooks.match([book], [row("Jane Holloway", id="12345-678901", site="Brightspace").hand_in])


def test_a_gradebook_for_a_class_of_nobody():
    with pytest.raises(ValueError, match="there are no hand-ins"):
        gradebooks.match([gradebooks.Gradebook(MOODLE_DE.encode())], [])
