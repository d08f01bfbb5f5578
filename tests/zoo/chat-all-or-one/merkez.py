# Sohbet merkezi: /all METIN herkese, /one AD METIN birine
import socket
import threading

uyeler, kilit = {}, threading.Lock()


def yaz(hat, metin):
    try:
        hat.sendall(f"{metin}\n".encode())
    except OSError:
        pass


def ilgilen(hat):
    satirlar = hat.makefile("r", encoding="utf-8")
    ad = satirlar.readline().strip()
    with kilit:
        if not ad or ad in uyeler:
            yaz(hat, "HATA: bu ad var")
            hat.close()
            return
        uyeler[ad] = hat
    try:
        for satir in satirlar:
            satir = satir.strip()
            print(f"<{ad}> {satir}")
            if satir.startswith("/one "):
                _, kime, metin = satir.split(" ", 2)
                if kime in uyeler:
                    yaz(uyeler[kime], f"{ad} (sana): {metin}")
            elif satir.startswith("/all "):
                for kim, baska in list(uyeler.items()):
                    if kim != ad:
                        yaz(baska, f"{ad}: {satir[5:]}")
            else:
                yaz(hat, "Bilinmeyen komut: /all METIN, /one AD METIN")
    except (OSError, ValueError):
        pass
    with kilit:
        del uyeler[ad]
    hat.close()


kapi = socket.create_server(("127.0.0.1", 8086))
while True:
    hat, _ = kapi.accept()
    threading.Thread(target=ilgilen, args=(hat,), daemon=True).start()
