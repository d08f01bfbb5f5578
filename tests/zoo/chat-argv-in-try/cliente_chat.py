# -*- coding: utf-8 -*-
# Trabalho de Redes de Computadores - Chat com select (nao funciona no Windows)
import select
import socket
import sys

if len(sys.argv) != 3:
    print('Uso: python3 cliente_chat.py <ip> <porta>')
    sys.exit(1)

cliente = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    cliente.connect((sys.argv[1], int(sys.argv[2])))
except:
    print('Nao foi possivel conectar')
    sys.exit(1)

while True:
    prontos, _, _ = select.select([sys.stdin, cliente], [], [])
    for p in prontos:
        if p is cliente:
            dados = cliente.recv(2048)
            if not dados:
                print('\nDesconectado do servidor')
                sys.exit(0)
            sys.stdout.write(dados.decode('utf-8'))
            sys.stdout.flush()
        else:
            linha = sys.stdin.readline()
            cliente.send(linha.encode('utf-8'))
