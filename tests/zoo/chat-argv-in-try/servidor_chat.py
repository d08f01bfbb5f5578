# -*- coding: utf-8 -*-
# Trabalho de Redes de Computadores - Chat com select
import select
import socket
import sys

if len(sys.argv) != 2:
    print('Uso: python3 servidor_chat.py <porta>')
    sys.exit(1)

porta = int(sys.argv[1])
servidor = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
servidor.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
servidor.bind(('', porta))
servidor.listen(10)

entradas = [servidor]
apelidos = {}

print('Servidor ouvindo na porta %d' % porta)


def repassa(origem, texto):
    for c in entradas:
        if c is not servidor and c is not origem and c in apelidos:
            try:
                c.send(texto.encode('utf-8'))
            except:
                remove(c)


def remove(c):
    if c in entradas:
        entradas.remove(c)
    apelido = apelidos.pop(c, None)
    c.close()
    if apelido:
        print('%s saiu' % apelido)
        repassa(None, '*** %s saiu da sala ***\n' % apelido)


while True:
    prontos, _, _ = select.select(entradas, [], [])
    for sock in prontos:
        if sock is servidor:
            con, end = servidor.accept()
            print('Conexao de %s:%d' % end)
            con.send('Digite seu apelido: '.encode('utf-8'))
            entradas.append(con)
        else:
            try:
                dados = sock.recv(2048)
            except ConnectionError:
                dados = b''
            if not dados:
                remove(sock)
                continue
            texto = dados.decode('utf-8').strip()
            if sock not in apelidos:
                apelidos[sock] = texto
                sock.send(('Bem vindo, %s! (sair para terminar)\n' % texto).encode('utf-8'))
                repassa(sock, '*** %s entrou na sala ***\n' % texto)
            elif texto == 'sair':
                remove(sock)
            else:
                print('[%s] %s' % (apelidos[sock], texto))
                repassa(sock, '[%s] %s\n' % (apelidos[sock], texto))
