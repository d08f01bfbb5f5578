from chatpkg.host import Host

Host(5077).run()
