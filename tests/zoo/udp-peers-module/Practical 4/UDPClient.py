from udp_peer import Peer


class Client(Peer):
    label = "Client"


Client(my_port=6002, other_port=6001).run()
