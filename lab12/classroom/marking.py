"""Marking one hand-in: what the process does that was made for it alone, here or on another machine."""
import sys

NAME = "\u27e6lab\u27e7"  # stands for the student's name, so that one result serves whoever handed in the same bytes


def mark(folder, scheme=None, wire=True):
    """Return the result of a hand-in: its record, and its sheet as text; {"error": why} if it cannot be marked.

    With `wire` the record has the ladder of what crossed the network at each miss, for the report; the sheet has not.
    """
    from lab12.grader.grade import grade
    from lab12.grader.verdict import NOT_MARKED
    from lab12.sheet import record, text
    try:
        made = grade(folder, None, scheme, NAME, wire=wire)
        if made.why:
            return {"error": made.why}
        kept = record.of_grade(made)
        for section in made.sections:
            for result in section.results:
                result.wire = None
        return {"record": kept, "sheet": text.sheet(made), "failed": bool(made.failed),
                "left": "; ".join(one.reason for one in made.sections if one.verdict == NOT_MARKED)}
    except (ValueError, OSError) as error:
        return {"error": str(error).removeprefix(f"{folder}: ")}


def named(text, name):
    """Return a text that was made for anybody as one for this student."""
    return text.replace(NAME, name)


def prepare():
    """Import all that marking needs, and find out what this computer has, for each process that is forked."""
    import lab12.grader.grade
    import lab12.sheet.record
    import lab12.sheet.text  # noqa: F401
    lab12.grader.grade.prepare()


if __name__ == "__main__":  # on another machine: the folder on the command line, the result as JSON
    import json
    print(json.dumps(mark(sys.argv[1], sys.argv[2], sys.argv[3] == "wire")))
