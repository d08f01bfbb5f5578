"""Otherwise: the same pair with another answer at a menu, where several begin a conversation: of languages, of ways."""
from dataclasses import replace


def otherwise(pair):
    """Return a pair of which each user chooses another thing that begins a conversation, and how that is told.

    (None, '') if neither of its menus has one.
    """
    chosen, told = {}, ""
    for script in filter(None, (pair.server, pair.client)):
        questions = [replace(one, answers={**one.answers, "choice": one.others[0]}) if one.others else one
                     for one in script.questions]
        for one, other in zip(script.questions, questions, strict=True):
            if one is not other:
                told = f"{other.answers['choice']!r} was answered to {one.prompt.strip()!r}; with " \
                    f"{one.answers.get('choice', '1')!r} it is worth less"
        chosen[id(script)] = replace(script, questions=questions)
    if not told:
        return None, ""
    server, client = (chosen.get(id(script)) for script in (pair.server, pair.client))
    return replace(pair, server=server, client=client), told
