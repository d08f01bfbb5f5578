"""Home: the menu from which a program has begun its conversation, and to which it comes back after that."""
from lab12.driver.prompts import stem


def menu_of(d, window):
    """Return the Question of the menu that a window shows once more, None if it asks for something else.

    Its prompt stands before the cursor, or has just been shown and something has come after it; and it has been
    answered before.
    """
    asked = [window.screen.lines[window.screen.row], *window.news().splitlines()] if window.asks() else []
    before, script, *_ = d.pending[window]
    found = [question for question in script.questions if question.leaves is not None and question not in before]
    return next((one for one in found if (last := stem(one.prompt).splitlines()[-1:]) and any(
        last[0] in line for line in asked)), None)


def is_over(d, window):
    """Tell whether a server's window asks what is to come after a conversation: what to begin, or if it is to go on."""
    return bool(menu_of(d, window) or (menu := d.menu(window)) and menu.accepts)


def leave(d, window):
    """Have a user end a program that is back at its menu, where that offers it."""
    if (menu := menu_of(d, window)) and menu.leaves:
        window.types(menu.leaves, why=", to leave its menu")


def choose_again(d, window):
    """Have a server's user choose the same again in its menu; first end the conversation with a client that has gone.

    That is for one that only its user brings back there: it waits for nobody else.
    """
    if (menu := d.menu(window)) and menu.accepts:
        d.pass_menu(window)
    before, script, *others = d.pending[window]
    if not any(question.leaves is not None for question in script.questions):
        return
    if not menu_of(d, window) and script.typed_stops and window.asks() and (
            not {"connection", "network"} & window.processes.kinds()):
        d.type(window, script.typed_stops[0], plain=True)
    if menu_of(d, window):
        d.pending[window] = script.asked_of("server"), script, *others
        d.settle_in(window)
