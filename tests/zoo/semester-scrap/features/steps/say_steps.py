import socket

from behave import given, then


@given("somebody who listens")
def listens(context):
    context.box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    context.box.bind(("127.0.0.1", 33334))


@then('they hear "{text}"')
def hear(context, text):
    assert context.box.recvfrom(100)[0].decode() == text
