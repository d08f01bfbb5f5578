"""The stage: windows and peers on a private network, driven by what each process waits for.

Processes, terminals, screens, namespaces, and when all of them have settled. Knows nothing of chats, checks or marks.
Imports the standard library, pexpect, and nothing else of lab12.
"""
