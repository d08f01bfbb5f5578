"""The documents: code that was handed in as a Word file, a PDF or a page of Moodle's editor is read as text."""
import functools
import re
import zipfile
from html.parser import HTMLParser
from importlib.util import find_spec
from xml.etree import ElementTree

from lab12.classroom.archives import Unreadable
from lab12.finder.unpack import files
from lab12.guard.worker import Worker

SIZE = 20_000_000  # bytes of a document, and of the text in it
PAGES = 200
NAMED = 3           # files that are named where none of them is a program
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"  # ECMA-376, part 1
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # part 3: what stands there, again
UNSAID = {f"{WORD}p", f"{WORD}pPr", f"{WORD}moveFrom"}  # in a paragraph: one in a box, tab stops, what has moved away
BLOCKS = {"p", "div", "li", "tr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"}
OPENS = re.compile(r"(?:(?:async )?def \w+\(.*\).*|while (?:True|1|.*[=<>()].*)|(?:el)?if .*[=<>()].*|for \w.* in .*|"
                   r"with .* as \w+|else|try|except.*):\s*(?:#.*)?$")  # a line of code after which blanks must follow
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff"}
CLOSED = {".doc", ".odt", ".rtf", ".pages", ".exe", ".pyc", ".pptx", ".ppt", ".xlsx"}
LINKS = {".url", ".webloc", ".lnk", ".gdoc"}


def read(path):
    """Return the text of a document; None if it is none that is read here. Raises Unreadable."""
    suffix = path.suffix.lower()
    reader = {".docx": of_word, ".pdf": of_pdf, ".html": of_html, ".htm": of_html}.get(suffix)
    if not reader:
        return None
    if path.stat().st_size > SIZE:
        raise Unreadable(f"{path.name} is larger than {SIZE // 1_000_000} million bytes: ask for the program itself")
    return reader(path)


def not_code(path):
    """Say of a file that cannot hold a program why, and what to do; '' of any other."""
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        return f"{path.name} is a picture: ask for the program itself"
    if suffix in LINKS or path.name == "link.html":  # as Canvas calls one
        return f"{path.name} is a link: download what it leads to into this folder"
    return f"{path.name} is of a kind that cannot be read here: ask for the program itself" if suffix in CLOSED else ""


def no_program_in(folder):
    """Say that a folder holds no program, and what it holds instead: it may have to be renamed."""
    there = sorted(path.name for path in files(folder))
    more = f" and {len(there) - NAMED} more" * (len(there) > NAMED)
    return f"there is no Python program in it, but {', '.join(there[:NAMED])}{more}" if there else (
        "it is empty: nothing was handed in")


def of_word(path):
    """Return the text of a .docx, a line for each paragraph."""
    try:
        with zipfile.ZipFile(path) as stored, stored.open("word/document.xml") as stream:
            data = stream.read(SIZE + 1)
        if len(data) > SIZE or b"<!DOCTYPE" in data:  # Word writes neither
            raise ValueError("it is not as Word writes it")
        root = ElementTree.fromstring(data)
    except Exception as error:  # zipfile and zlib have errors of their own
        raise Unreadable(f"{path.name} is damaged or locked ({error}): ask for the program itself") from None
    for node in root.iter():
        for copy in node.findall(FALLBACK):
            node.remove(copy)
    said = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
    lines = ["".join(node.text or "" if node.tag == f"{WORD}t" else said.get(node.tag, "") for node in within(one))
             for one in root.iter(f"{WORD}p")]
    return "\n".join(lines) + "\n"


def within(paragraph):
    """Yield the nodes of what a paragraph shows; a text box in it has paragraphs of its own, a tab stop is no tab."""
    left = [*paragraph][::-1]
    while left:
        node = left.pop()
        if node.tag not in UNSAID:
            yield node
            left += [*node][::-1]


def of_pdf(path):
    """Return the text of a .pdf as it is laid out, indentation included, read in a process of its own."""
    if not find_spec("pypdf"):
        raise Unreadable(f"{path.name} needs the library pypdf (pip install pypdf), or ask for the program itself")
    found = Worker(functools.partial(read_pdf, path)).answer()
    if isinstance(found, str):
        locked = "decrypt" in found.lower() or "password" in found.lower()
        why = "is locked by a password" if locked else f"is damaged ({found})"
        raise Unreadable(f"{path.name} {why}: ask for the program itself")
    if not found[0].strip():
        raise Unreadable(f"{path.name} holds pictures of text, and no text: ask for the program itself")
    return found[0]


def read_pdf(path):
    import logging
    import resource

    import pypdf
    logging.disable()
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages[:PAGES]]
    return ["\n".join(pages)[:SIZE] + "\n"]


def has_lost_blanks(text):
    """Tell whether code has been through an editor that takes the blanks off the beginning of each line."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(map(OPENS.match, lines)) and not any(line[0].isspace() for line in lines)


def is_marked_up(path):
    """Tell whether a text holds what an editor of a page has written."""
    return path.stat().st_size <= SIZE and bool(re.search(r"<(p|br|div|pre)\b", path.read_text("utf-8", "replace")))


def of_html(path):
    """Return the text of a page, as its lines are shown."""
    reader = Lines()
    reader.feed(path.read_text("utf-8", "replace"))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.said).replace("\xa0", " ")).strip() + "\n"


class Lines(HTMLParser):
    """Collects what a page shows: blocks and <br> end a line, and only <pre> keeps those of its source."""

    def __init__(self):
        super().__init__()
        self.said, self.kept, self.hidden = [], 0, 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in {"script", "style", "head"}
        self.kept += tag == "pre"
        if tag == "br" or tag in BLOCKS and self.said and not self.said[-1].endswith("\n"):
            self.said.append("\n")

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style", "head"} and self.hidden > 0
        self.kept -= tag == "pre" and self.kept > 0
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_data(self, data):
        if self.hidden:
            return
        if not self.kept:  # as a browser does: blanks of the source are one, and none at the start of a line
            data = re.sub(r"[ \t\r\n]+", " ", data)
            data = data.lstrip(" ") if not self.said or self.said[-1].endswith("\n") else data
        self.said.append(data)
