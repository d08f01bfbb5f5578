import sys
from rooms import House
def main(argv):
    host, port = argv[1], int(argv[2])
    House((host, port)).serve()
if __name__ == "__main__":
    main(sys.argv)
