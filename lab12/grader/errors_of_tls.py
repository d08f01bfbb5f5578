"""Errors of TLS: certificates that are not trusted or of another name, keys, and two of which one speaks TLS (ssl)."""
import ast
import re

from lab12.finder.syntax import called, last_name, line
from lab12.grader.causes import on

OLD = {"PROTOCOL_TLSv1": "TLS 1.0", "PROTOCOL_TLSv1_1": "TLS 1.1", "PROTOCOL_SSLv3": "SSL 3.0",
       "PROTOCOL_SSLv2": "SSL 2.0"}  # RFC 8996, RFC 7568


@on(r"check_hostname requires server_hostname")
def no_server_hostname(fault, found):
    serves = [call for call in fault.calls if any(word.arg == "server_side" and fault.source.tree.value(
        word.value) is True for word in call.keywords)]
    contexts = {last_name(getattr(call.func, "value", None)) for call in serves} - {""}
    made = [one for name in contexts for one in fault.source.tree.given.get(name, ()) if not (
        called(one) != "create_default_context" or one.args or any(word.arg == "purpose" for word in one.keywords))]
    if serves and made:
        return f"{fault.source.line(line(made[0]))}create_default_context() is a context for a client, which checks " \
            f"the name of a server; this serves ({fault.at[:-2]}): ssl.create_default_context(" \
            "ssl.Purpose.CLIENT_AUTH), or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)."
    return f"{fault.where('wrap_socket')}TLS compares the name in the certificate with the one you mean: " \
        "context.wrap_socket(sock, server_hostname=\"localhost\"), as the certificate says."


@on(r"You must set server_hostname when using ssl without a host")
def no_name_for_streams(fault, found):
    return f"{fault.where('open_connection', 'create_connection')}asyncio compares the name in the certificate with " \
        "the host that is called, and with sock= it is told none: server_hostname=\"localhost\" beside ssl=, as the " \
        "certificate says, or the host and port in the place of sock=."


@on(r"Cannot set verify_mode to CERT_NONE when check_hostname is enabled")
def still_checked(fault, found):
    return f"{fault.at}a context that compares names must look at certificates: check_hostname = False comes before " \
        "verify_mode = ssl.CERT_NONE. Better: load_verify_locations(\"cert.pem\"), and leave both as they are."


@on(r"CERTIFICATE_VERIFY_FAILED(.*)")
def not_verified(fault, found):
    if "mismatch" in fault.words or "doesn't match" in fault.words:
        name = re.search(r"not valid for '([^']+)'|hostname '([^']+)' doesn't", fault.words)
        name = f" is not for {name[1] or name[2]!r}, which" if name else " is for another name than that which"
        if name.startswith(" is not for") and "server_hostname" not in fault.source.text:
            return f"{fault.at}the certificate{name.removesuffix(', which')}, which is called here: say which name " \
                "stands in the certificate, as server_hostname=\"localhost\"."
        says = [fault.source.line(line(word.value)) for call in fault.source.tree.calls for word in call.keywords
                if word.arg == "server_hostname"]
        return f"{says[0] if says else fault.at}" \
            f"the certificate{name} server_hostname says: give the name or address that stands in the certificate."
    return f"{fault.at}the client does not trust this certificate, which nobody has signed but its owner: " \
        "context.load_verify_locations(\"cert.pem\") at the client."


def speaks_tls(source):
    """Tell whether a script has its connection enciphered: by wrap_socket, or by what it gives asyncio as ssl=..."""
    return source.calls("wrap_socket", "start_tls", "wrap_bio") or any(
        word.arg == "ssl" and source.tree.value(word.value) is not False for call in source.tree.calls
        for word in call.keywords)


def tls_at_one_end(fault):
    """Return the hint for two of which only one speaks TLS; '' where both do, or neither."""
    plain = [one for one in (fault.source, fault.other) if one and one.script and not speaks_tls(one)]
    if len(plain) != 1 or not fault.other or not fault.other.script:
        return ""
    [bare], [other] = plain, [one for one in (fault.source, fault.other) if one not in plain]
    made = [name for name, values in bare.tree.given.items()
            if any(called(value) in {"SSLContext", "create_default_context"} for value in values)]
    streams = "start_server" if bare.role == "server" else "open_connection"
    wrap = f"ssl={made[0] if made else 'context'} belongs among what {streams} is given" if bare.calls(streams) else \
        "context.wrap_socket(conn, server_side=True) makes the connection one of TLS" if bare.role == "server" else \
        "context.wrap_socket(sock, server_hostname=...) makes the connection one of TLS"
    begun = f", though {made[0]} is made for it" if made else ""
    return f"{bare.at(streams, 'accept', 'connect', 'create_connection')}{other.name} speaks TLS, and this one does " \
        f"not{begun}: {wrap}."


@on(r"ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_UNKNOWN")
def not_accepted(fault, found):
    other = fault.other if fault.other and fault.other.script else None
    if other is None:
        return ""
    trusts = other.tree.words & {"load_verify_locations", "cafile"} or any(
        word.arg in ("cafile", "cadata", "capath") for call in other.tree.calls for word in call.keywords)
    name = next((other.tree.value(word.value) for call in other.tree.calls for word in call.keywords
                 if word.arg == "server_hostname"), None)
    how = f"is it for {name!r}, which server_hostname says?" if trusts and isinstance(name, str) else \
        "it trusts none that nobody but its owner has signed: context.load_verify_locations(\"cert.pem\") there."
    return f"{other.at('wrap_socket', 'open_connection', 'create_connection')}the client does not accept the " \
        f"server's certificate: {how}"


@on(r"NO_CIPHERS_AVAILABLE|NO_PROTOCOLS_AVAILABLE|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|INTERNAL_ERROR|"
    r"ALERT_PROTOCOL_VERSION|ALERT_HANDSHAKE_FAILURE|UNEXPECTED_MESSAGE")
def too_old(fault, found):
    """One of the two asks for a version that is no longer spoken; the other one sees that it is not understood."""
    both = [one for one in (fault.source, fault.other) if one and one.script]
    source, old = next(((one, node) for one in both for node in one.tree.nodes if last_name(node) in OLD), (None, None))
    if old is None:
        return ""
    side = "SERVER" if source.role == "server" else "CLIENT"
    return f"{source.line(line(old))}{last_name(old)} is {OLD[last_name(old)]}, which is no longer spoken: " \
        f"ssl.SSLContext(ssl.PROTOCOL_TLS_{side}) takes the newest that both ends know."


@on(r"WRONG_VERSION_NUMBER|HTTP_REQUEST|unexpected message|NO_SHARED_CIPHER|TLSV1_ALERT|UNEXPECTED_EOF|SSLEOFError")
def not_tls(fault, found):
    return tls_at_one_end(fault) or f"{fault.at}the two do not agree on TLS: both ends wrap their socket, the server " \
        "with server_side=True."


@on(r"Cannot create a client socket with a PROTOCOL_TLS_SERVER")
def at_server(fault, found):
    call = next((call for call in fault.calls if called(call) == "wrap_socket"), None)
    given = ", ".join(map(ast.unparse, call.args)) if call else "conn"
    return f"{fault.at}the context is one of a server, and wrap_socket takes this for a client: " \
        f"wrap_socket({given}, server_side=True)."


@on(r"\[SSL\] PEM lib|NO_START_LINE|no start line|KEY_VALUES_MISMATCH|key values mismatch")
def not_the_key(fault, found):
    call = next((call for call in fault.calls if called(call) == "load_cert_chain"), None)
    if call is None:
        return ""
    if len(call.args) + len(call.keywords) < 2:
        return f"{fault.at}this file has no private key in it: its file is the second thing that load_cert_chain is " \
            "given, load_cert_chain(\"cert.pem\", \"key.pem\")."
    return f"{fault.at}load_cert_chain takes the file of the certificate first, then that of its private key. Are " \
        "these two that, in this order, and made for each other?"
