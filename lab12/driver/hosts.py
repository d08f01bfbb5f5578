"""The hosts: which addresses the names of computers that stand in a hand-in have on its network.

This computer's own /etc/hosts would say something else on each (hosts(5)).
"""
import socket

OWN = "127.0.1.1"      # of the computer that the scripts run on, by its name, as Debian has it
ANOTHER = "127.0.1.2"  # of a computer with another name than the server's
NAME = "student-pc"    # of the computer, where no script tells its name


def hosts_of(server, client):
    """Return {name: address} for the scripts of a section, either of which may be None; the computer's own name first.

    A server that names its computer is on it; so is a client that has been given no other name or address.
    """
    scripts = [script for script in (server, client) if script]
    names = [name for script in scripts[:1] for name in script.names]
    found = {(names or [name for script in scripts for name in script.names] or [NAME])[0]: own(scripts)}
    for name in [name for script in scripts for name in script.names]:
        found.setdefault(name, ANOTHER if names and name not in names else own(scripts))
    return found


def hosts_of_side(role, server, client):
    """Return the same for the one that starts a script in this role, where its own address, or name, decides on that.

    It is what the script asks for, or what it does not ask for where that is said of the other role.
    """
    hosts, script = hosts_of(server, client), server if role == "server" else client
    if not (script and script.by_address):
        return hosts
    word, [(name, address), *_] = script.by_address.get(role, ""), hosts.items()
    taken = set(script.by_address.values())
    if word and word.replace(".", "").isdigit():
        address = word
    elif word:
        name = word
    else:
        address = next(one for one in (ANOTHER, OWN, "127.0.1.3") if one not in taken)
        name = NAME if name in taken else name
    return {name: address, **{one: place for one, place in hosts.items() if one != name}}


def out_of_reach(roles, private):
    """Return why scripts cannot be tried, since the network has not the address, or the computer the name, that stands
    in them; '' if they can.
    """
    fixed = [address for address in roles.addresses if address not in roles.probes]
    names = sorted({name for script in (roles.server, roles.client) if script for name in script.names})
    if fixed and not private:
        return f"the scripts run only where {these(fixed)}, and there is no private network to give it to"
    if not roles.named and any(script and script.by_address for script in (roles.server, roles.client)):
        return "the address of its computer decides which role a script has, and there is no sandbox in which to say it"
    if names and not roles.named:
        return f"the scripts run only where {these(names)}, and there is no sandbox in which it is known"
    return ""


def these(names):
    """Return names with what is said of so many: "a is", "a and b are"."""
    return f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'}"


def own(scripts):
    """Return the address of the computer's own name: the one in the scripts, since it is meant, if there is one.

    A client that has a port of its own calls the server with what it sends.
    """
    found = [address for script in scripts[:1] for address in script.addresses if address == script.host]
    found += [address for script in scripts[1:] for address in script.addresses if address in script.sends_to]
    found += [address for script in scripts for address in script.addresses if address == script.host]
    return next(iter(found), OWN)


def own_address():
    """Return the address that this computer's name stands for, None if it is a loopback one or unknown."""
    try:
        address = socket.gethostbyname(socket.gethostname())
    except OSError:
        return None
    return None if address.startswith("127.") else address
