"""The bad network: the conversation over UDP through udp/lossy.py, and what a seed must make of it."""
import random
from dataclasses import replace

from lab12.demo.scenarios import Turn, pair

SERVER, NETWORK, CLIENT = "server", "network", "client"
THROWS = 4  # of the dice for each datagram; the first decides whether it is lost (udp/lossy.py, Direction.fate)


def lossy_pair(loss, seed):
    """Return the scenario of the practical on a network that loses so much, as far as this seed lets it come."""
    whole = pair("udp")
    server, client = whole.parts
    way = {CLIENT: "client 1 to server", SERVER: "server to client 1"}
    dice = {who: random.Random(f"{direction}: {seed}") for who, direction in way.items()}
    turns, told, count, lost = [], [], {CLIENT: 0, SERVER: 0}, None
    screens = {SERVER: "", CLIENT: "Enter Message "}
    prompts = {SERVER: "Enter Reply ", CLIENT: "Enter Message "}
    for turn in [turn for turn in whole.turns if turn.does == "types"]:
        turns.append(turn)
        count[turn.who] += 1
        fate, *_ = [dice[turn.who].random() < loss for _ in range(THROWS)]
        told.append(f"{'lost' if fate else 'passed on'}: {way[turn.who]}, {count[turn.who]}, { {turn.text} }\n")
        screens[turn.who] += f"{turn.text}\n"
        if fate:
            lost = turn
            break
        other = SERVER if turn.who == CLIENT else CLIENT
        shown = f"{'Client ' * (other == SERVER)}{ {turn.text} }\n"
        screens[other] += shown + prompts[other]
    parts = (replace(server, shows=screens[SERVER], waits="network" if lost else "keyboard"),
             replace(server, name=NETWORK, script="udp/lossy.py", shows="".join(told), behind=True),
             replace(client, shows=screens[CLIENT], waits="network"))
    starts = (Turn(SERVER, "starts"), Turn(NETWORK, "starts"), Turn(CLIENT, "starts"))
    return replace(whole, parts=parts, turns=starts + tuple(turns), moral=moral(lost, loss, seed),
                   relay=("--loss", str(loss), "--seed", str(seed)))


def moral(lost, loss, seed):
    """Return what has come of it, in a sentence or two."""
    under = f"LOSS={loss * 100:g} SEED={seed}"
    if not lost:
        return f"{under}: nothing was lost." + " Another SEED loses something else." * (loss > 0)
    what = f"{lost.who}'s {lost.text!r}"
    return (f"{under}: the {what} was lost, and UDP tells nobody. The client waits for a reply, the server for a "
            "message: for ever.")
