from chatpkg.guest import Guest

if __name__ == "__main__":
    Guest("127.0.0.1", 5077).run()
