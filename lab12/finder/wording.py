"""Wording tells by its words, in several languages, what a prompt asks for: a name, or whom a message is for."""
import ast
import re

from lab12.finder.syntax import asked_with, called

COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # and what else moves a cursor (ECMA-48, 5.4)
WHOM = re.compile(r"^\W*(?:to|an)\W*$|\b(?:send|message|text|chat|write|talk|speak|mensaje|mensagem|envoyer)\b.*"
                  r"\b(?:to|para|à)\W*(?:whom|who)?\W*$|\bwhom\b|recipient|receiver|addressee|destinat|empfänger|кому|"
                  r"^(?!.*(?:mess|msg|text|repl|say|connect|welcome)).*\bto\W+(?:which\W+|the\W+)?(?:client|user|friend|"
                  r"person|people|nick\w*|name)\b|"
                  r"\bto (?:chat|talk|speak) (?:with|to)\W*$|\bto (?:message|text)\W*$|"
                  r"\ban wen\b|\ba quién\b|\bà qui\b|\bpara quem\b|\bkime\b|\balıcı|\bdo kogo\b|odbiorc|\badresat|"
                  r"penerima|\b(?:ke|kepada|untuk) siapa\b|^(?!.*\b(?:ip|port|host|alamat|server)\b).*\btujuan\b|"
                  r"người nhận|\b(?:cho|đến|tới) ai\b|получател|отримувач|одержувач|\baan wie\b|ontvanger|mottagar|"
                  r"\btill vem\b|příjemc|\bkomu\b", re.I)
MEMBER = re.compile(r"^\W*(?:(?:to|the|of|whose|enter|client|user|recipient|receiver|target|friend)\W*)*\bid\W*$|"
                    r"\b(?:client|user|recipient|receiver|friend)\W{0,3}(?:number|no\b)", re.I)  # and no name
ASIDE = re.compile(r"\s*\([^()]*\)")  # To (empty to look for news):
NAME = (r"name|nick|alias|user|login|\bid\b|who|utente|usuári|usuari|teilnehmer|\bhandle\b|call ?sign|"
        r"wer bist|qui es.tu|qui êtes|qui[eé]n eres|quem é|chi sei|नाम|பெயர்|"
        r"\bnom(?:e|bre)?\b|apelido|apodo|pseudo|\bnama\b|"
        r"kullan[ıi]c[ıi]_? ?ad|takma ad|rumuz|\bad[ıi]n|\bisim|\bnaam\b|spitzname|\bимя\b|\bник(?:нейм)?\b|\bлогин\b|"
        r"\bобращаться\b|\bзовут\b|te llamas|se chama|t.appelles|vous appelez|ti chiami|hei[sß]+t du|\btên\b|"
        r"\bimi[eę]|jméno|\bnamn|\bnavn|昵称|暱稱|用户名|名字|姓名|이름|닉네임|名前|ニックネーム")
FRIEND = re.compile(r"\bfriend|\bcontact|\bbuddy|\bamig[oa]|\bami[se]?\b|\bfreund|\barkada[sş]|\bteman|\bдруг|"
                    r"\bthe other|\bmember|\bto add\b|tambahkan|\bagregar|\bañadir|\badicionar|\bajouter|"
                    r"hinzufügen|hinzugefügt|\bekle|\bdodać|добав|\bthêm\b",
                    re.I)  # whose name is asked for that is not one's own
JOIN = r"join|rejoin|unir|entrar|ingresar|beitreten|masuk|bergabung|войти|присоед|kat[ıi]l|dołącz|tham gia|unisciti"
SIGN_UP = "regist|sign.?up|create|new"
LOGIN = (r"log.?in|sign.?in|iniciar|acceder|ingresar|entrar|anmelden|einloggen|connexion|se connecter|accedi|войти|"
         r"вход|giri[sş]|masuk|đăng nhập|zaloguj")


def is_own_name(prompt):
    return bool(re.search(NAME, prompt, re.I)) and not WHOM.search(prompt) and not FRIEND.search(prompt)


def is_of_friend(prompt):
    return bool(FRIEND.search(prompt))


def prompt_of(tree, call):
    """Return the text with which a call asks, as far as it is known, without colours; '' if it has none.

    It may be printed in the line before: print("Port: ", end=""); port = input(). What is empty in the source, as a
    name in {braces} that is "" at first, may be filled in by then, and is not known.
    """
    shown = asked_with(call)
    if shown and isinstance(shown[0], ast.JoinedStr):
        prompt = "".join(tree.value(ast.JoinedStr([part])) or "..." for part in shown[0].values)
    else:
        prompt = tree.value(shown[0]) if shown else printed_before(tree, call)
    return COLOUR.sub("", prompt) if isinstance(prompt, str) else ""


def printed_before(tree, call):
    """Return the text that the statement before this one leaves on its line of the screen; '' if it leaves none."""
    statement = next(iter(tree.above(call, ast.stmt)), None)
    for _, block in ast.iter_fields(tree.parent.get(statement) or statement) if statement else ():
        if isinstance(block, list) and statement in block[1:]:
            above = getattr(block[block.index(statement) - 1], "value", None)
            ends = [tree.value(word.value) for word in getattr(above, "keywords", ()) if word.arg == "end"]
            left_open = called(above) == "print" and ends and isinstance(ends[0], str) and "\n" not in ends[0]
            text = tree.value(above.args[0]) if left_open and len(above.args) == 1 else None
            return text if isinstance(text, str) else ""
    return ""
