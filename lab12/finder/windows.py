"""Windows tells whether a script opens windows of its own, in which nobody can type here, and what it does without."""
import re

from lab12.finder.mistakes import modules

WINDOWS = "tkinter", "customtkinter", "Tkinter", "PyQt5", "PyQt6", "PySide2", "PySide6", "PySimpleGUI", "wx", "kivy"
OPENS = {"Tk", "CTk", "Frame", "Toplevel", "mainloop", "QApplication", "App", "Window"}
PLAIN = re.compile(r"(?:no|without|disable)_(?:gui|ui|tk|windows?)|(?:cli|console|terminal|headless)(?:_mode|_only)?",
                   re.I)  # switches


def opened(tree):
    """Return the package with which a script opens windows, '' if it opens none.

    An import alone is no window: it may be left over from something else.
    """
    names = [name for node in tree.nodes for name in modules(node)]
    if "cv2" in names and tree.of("imshow"):
        return "cv2"
    used = [name for name in names if name in WINDOWS]
    return used[0] if used and OPENS & tree.words else ""


def closes(tree, switch):
    """Tell whether a script that opens windows does without them by this switch: no_gui. It may mean else elsewhere."""
    return bool(PLAIN.fullmatch(switch) and opened(tree))
