"""Wordings: what is said of a mistake of finder.mistakes, wherever it is the cause; its place stands before it."""

ONE_BY_ONE = "the loop waits here for one client after the other: one that says nothing keeps all others waiting. " \
    "A thread for each client, or select, hears all."
IN_TURN = "the loop waits here for one client after the other: one that says nothing keeps all others waiting. Read " \
    "in the function that start_server calls for each client: these go on side by side."
NOT_CALLED = "this names what is to be done, and does not do it: a call needs parentheses, as in start()."
ON_LISTENER = "this is the listening socket, which carries no message. Talk through what accept gives: conn, " \
    "address = server.accept()."
TWICE = "two messages are sent here one right after the other: they may come together with one recv, and the next " \
    "recv waits in vain. End each with a newline, and read line by line."
AT_ONCE = "this waits here until the client has gone, so no other one is accepted before. Leave it out: submit has " \
    "started the work, which goes on by itself."
RUNS_HERE = "run() does the work here and now, and no thread is started for it, so nothing after this line is done " \
    "before that ends: start()."
SAME_AGAIN = "this loop goes round with what came before it, again and again: nothing in it receives anew. Receive " \
    "within the loop."
ENDS_POOL = "the end of this with waits until this client has gone, so no other one is accepted before. Make the " \
    "pool once, before the loop."
AWAITS = "await waits here until this client has gone, so no other one is accepted before: asyncio.create_task(...) " \
    "starts the talk with it, and goes on."
HIDDEN = "if anything goes wrong here, nobody sees what: print the error (except Exception as error: print(error))."
REMOVES = "this takes one off the list that the loop goes through, so the loop skips the next one. Go through a " \
    "copy: for client in list(clients)."
NO_RECV = "nothing is received here: recv, and print."
SENT_NOTHING = "it waits here before it has sent anything, and only what was sent to a port where nobody waits comes " \
    "back as an error: send first, or give it a time (settimeout)."
TO_ALL = "go through the list of clients and send each message to all but its author."
WHOM = "Whom does the list hold when it does?"
