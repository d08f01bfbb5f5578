"""The wire: every packet that crossed the private network, what it carried, and pictures of it.

The tap (capture, looking), a stage on tape (tape, owners, asking), packets taken apart and read (frames, reading). The
ladder as text, SVG and mermaid (ladder, plain, svg, mermaid, quoting), and as a file for Wireshark (pcapng). The ladder
is what others use; its first lines say how. Imports the stage, and nothing that marks.
"""
