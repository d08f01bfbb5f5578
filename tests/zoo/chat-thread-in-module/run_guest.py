import sys
from rooms import Guest
def main(argv):
    if len(argv) != 4:
        print("run_guest.py HOST PORT NICK")
        return 2
    Guest((argv[1], int(argv[2])), argv[3]).run()
if __name__ == "__main__":
    sys.exit(main(sys.argv))
