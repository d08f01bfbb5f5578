"""Between: what a program asks besides its messages, at a menu that comes again, and what its user answers."""
import re
from functools import reduce

from lab12.driver.opening import QUESTIONS, Opening
from lab12.driver.prompts import stem
from lab12.driver.words import shows
from lab12.finder.menus import ADDRESSEE, IDENTITY, KEY, PLACES, SHIFT


class Between(Opening):
    """The windows of one section, and what their users have chosen at menus."""

    def __init__(self, roles):
        super().__init__(roles)
        self.typed = {}  # window -> length of its output when something was typed in it
        self.entered = set()    # windows whose users have joined by a menu
        self.friends = set()    # (window, another one) whose user has been told by a menu to whom messages go
        self.couples = []       # (window, another one) whose users have agreed to talk
        self.addressed = set()  # windows that have been told whom the next message is for

    def menu(self, window):
        """Return the Menu that a window shows since something was typed in it, None if it asks for a message."""
        _, script, *_ = self.pending[window]
        if not script.menus or not window.asks():
            return None
        asked = window.output[self.typed.get(window, 0):]
        return next((menu for menu in script.menus if (stem(menu.prompt) in asked if menu.prompt else not any(
            stem(one) in asked for one in menu.unless))), None)

    def pass_menu(self, window, behind=False):
        """Choose the message, where something else is asked between messages; `behind` one, only for whom it is."""
        for one in self.clients:
            self.befriend(one)
        for _ in range(QUESTIONS):
            if not (menu := self.menu(window)) or behind and menu.goes_on[:1] != "{":
                return
            if menu.enters and window not in self.entered:
                self.enter(window, menu)
                continue
            self.typed[window] = len(window.output)
            if menu.goes_on[:1] == "{":
                self.addressed.add(window)
            window.types(self.whom(window, menu.goes_on))

    def fetch(self, window, text):
        """Have a window look for what has come, where its user says so at a menu and it does not show this text.

        Return whether that was so.
        """
        looked = False
        for _ in range(2):  # an empty line may have come before
            if not shows(window, text) and (menu := self.menu(window)) and menu.receives:
                self.typed[window], looked = len(window.output), True
                window.types(menu.receives)
        return looked

    def whom(self, window, answer):
        """Return the answer to what is asked between messages: the name, or the place, of whom the message is for."""
        *_, role, _ = self.pending[window]
        host, port = self.address_for(role)
        port = role == "server" and self.caller() or port
        places = {"host": host, "port": str(port), "address": f"{host}:{port}"}
        if answer in ("{number}", "{index}"):
            return self.number_for(window, usual="1" if answer == "{number}" else "0")
        if answer == IDENTITY:
            return self.identity(window)
        known = {PLACES[part]: place for part, place in places.items()} | {KEY: SHIFT}
        return self.addressee(window) if answer == ADDRESSEE else reduce(
            lambda text, part: text.replace(part, known[part]), known, answer)

    def number_for(self, window, usual="1"):
        """Return the number under which a window has shown who spoke last: 3 of "caller 3: hello"; else the usual one.

        A port is none.
        """
        heard = [c.line.partition(c.text)[0] for c in self.crossings if window.name in c.shown]
        return next(iter(re.findall(r"(?<![\d.])\d{1,3}(?![\d.])", heard[-1])[-1:]), usual) if heard else usual

    def identity(self, window):
        """Return the number of another client, as its window shows it: 2 of "Your id is 2"; else which one it is."""
        others = [other for other in self.clients if other is not window]
        told = re.search(r"\bid\b\D{1,12}(\d{1,5})\b", others[0].screen.text, re.I) if others else None
        return told[1] if told else str(self.clients.index(others[0]) + 1 if others else len(self.clients) + 1)

    def caller(self):
        """Return the port from which a client of a UDP server has last spoken, which has none of its own; else None.

        That is what the server's user reads beside the message, and is asked for with the reply.
        """
        client, ours = self.roles.client, [peer for peer in self.stage.peers if not peer.serves]
        if self.roles.transport != "udp" or self.roles.server.peer:
            return None
        if ours or client and "bind" in client.lines:
            return ours[-1].socket.getsockname()[1] if ours else None
        here = self.server_ports() or ()
        came = [packet.source for packet in self.wire.since(0) if packet.transport == "udp" and packet.target in here]
        return came[-1] if came else None

    def enter(self, window, menu):
        """Have a user join by a menu, under a name."""
        *_, role, number = self.pending[window]
        self.entered.add(window)
        for text in menu.enters, self.roles.name_of(role, number):
            if window.asks():
                self.typed[window] = len(window.output)
                window.types(text)

    def befriend(self, window):
        """Have a user add all others to whom messages are to go, where a menu offers that."""
        for other in self.clients:
            if other is not window and (window, other) not in self.friends and (
                    menu := self.menu(window)) and menu.befriends:
                self.friends.add((window, other))
                window.types(menu.befriends)
                self.typed[window] = len(window.output)
                window.types(self.roles.name_of("client", self.pending[other][3]))

    def agree(self, window):
        """Have a user who talks with nobody ask that of this one, and this one agree, where a server wants it so."""
        asks, agrees = self.roles.request
        taken = {one for couple in self.couples if all(each.alive() for each in couple) for one in couple}
        free = [one for one in self.clients if one is not window and one not in taken and one.asks()]
        if free and window.asks():
            self.couples.append((free[0], window))
            free[0].types(asks.replace(ADDRESSEE, self.roles.name_of("client", self.pending[window][3])))
            window.types(agrees)

    def addressee(self, window):
        """Return the name of the user of another client."""
        *_, number = self.pending[window]
        others = [self.pending[other][3] for other in self.clients if other is not window]
        return self.roles.name_of("client", others[0] if others else number + 1)

    def pass_others(self, author):
        """Have all others but the author go on to the next turn, where they are asked whether they want to."""
        for window in [self.server, *self.clients]:
            if window and window is not author and (menu := self.menu(window)) and not menu.sends:
                self.pass_menu(window)
