"""The judge's side: reads what tests expect and asks their checkers. Runs in sandboxes that never see learners' code.

Everything it executes was written by the author of the exercise; what comes from a learner arrives as plain values.
"""

import random as chance

SENTENCE_CHARS = 500


def trouble(error):
    """One line about a mistake in a test itself."""
    return (type(error).__name__ + ": " + str(error))[:SENTENCE_CHARS]


def evaluate(text):
    return eval(compile(text.strip(), "<test>", "eval", dont_inherit=True), {"frozenset": frozenset})


def plain(value):
    """The value written for the host; a test can only be about plain values."""
    part = make_encoder()(value)
    if '"o"' in json.dumps(part) and holds_other(part):
        raise ValueError("only plain values can be given and expected: numbers, text, lists, dicts and the like")
    return part


def holds_other(part):
    if not isinstance(part, list):
        return False
    return part[0] == "o" or any(holds_other(item) for item in part[1:])


def arguments_of(made):
    """What `generate` returned, as arguments: a tuple is several, anything else is one."""
    return (made if isinstance(made, tuple) else (made,), {})


def prepare_test(test):
    """Inputs and expected value of one test: {calls: [arguments…], expected?} or {error}."""
    try:
        if test["kind"] == "property":
            space = load_source(test["source"], ("generate", "check"))
            calls = []
            for index in range(test["cases"]):
                made = space["generate"](chance.Random("%s %d" % (test["id"], index)))
                calls.append(plain(arguments_of(made)))
            return {"calls": calls}
        if test["kind"] == "checker":
            load_source(test["source"], ("check",))
        prepared = {"calls": []}
        if "args" in test:
            gather = "(lambda *args, **kwargs: (args, kwargs))(" + test["args"] + "\n)"
            prepared["calls"].append(plain(evaluate(gather)))
        if "expect" in test:
            prepared["expected"] = plain(evaluate(test["expect"]))
        return prepared
    except Exception as error:
        return {"error": trouble(error)}


def load_source(source, wanted):
    space = {"__name__": "checker"}
    exec(compile(source, "<checker>", "exec", dont_inherit=True), space)
    for name in wanted:
        if not callable(space.get(name)):
            raise NameError("there is no function named " + name)
    return space


def check_claims(grade):
    """For each claim whether it is right: True, False, or the checker's sentence."""
    try:
        check = load_source(grade["source"], ("check",))["check"]
    except Exception as error:
        return {"error": trouble(error)}
    verdicts = []
    for first, got in grade["items"]:
        given = decode(first)
        try:
            # A property's check sees its arguments: one as itself, several as a tuple.
            if grade["property"]:
                given = given[0][0] if len(given[0]) == 1 else given[0]
            said = check(given, decode(got))
        except Exception as error:
            # A checker stumbles over values it did not think of; to the learner that is a wrong answer.
            said = "The answer could not be checked: " + trouble(error)
        verdicts.append(said if said is True or said is False else str(said)[:SENTENCE_CHARS])
    return {"verdicts": verdicts}
