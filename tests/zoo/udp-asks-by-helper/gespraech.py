# Gespräch zu zweit über UDP: auf beiden Seiten wird dieses Programm gestartet.
import socket
import threading


def port_erfragen(frage):
    while True:
        eingabe = input(frage)
        if eingabe.isdigit():
            return int(eingabe)
        print("bitte eine Zahl")


def hoeren(dose):
    while True:
        daten, von = dose.recvfrom(65535)
        print(f"{von[1]}> {daten.decode()}")


hier = input("Eigene Adresse: ")
mein_port = port_erfragen("Eigener Port: ")
dort = input("Adresse gegenüber: ")
dein_port = port_erfragen("Port gegenüber: ")
dose = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
dose.bind((hier, mein_port))
threading.Thread(target=hoeren, args=(dose,), daemon=True).start()
while (text := input()) != "ende":
    dose.sendto(text.encode(), (dort, dein_port))
