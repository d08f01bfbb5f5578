from udp_peer import Peer


class Server(Peer):
    label = "Server"


Server(my_port=6001, other_port=6002).run()
