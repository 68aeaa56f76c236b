"""One test of one submission, in the sandbox with the code under test.

It gets inputs and gives back one claim: the value a function returned, or the exception it raised. What was expected
stays elsewhere, so nothing that happens in here can do more than change the claim or lose it.
"""

import os
import sys

TEACHER_FILE = "test_by_teacher.py"
MESSAGE_LINES = 3
FAILURES = 5


def load_module(entry, names):
    """Imports the learner's file as a module of its own name, so that its `__main__` part stays asleep."""
    path = HOME + "/" + entry
    name = os.path.splitext(os.path.basename(entry))[0]
    sys.argv = [entry]
    sys.path.insert(0, os.path.dirname(path))
    forget_shadowed(names)
    module = type(sys)(name)
    module.__file__ = path
    sys.modules[name] = module
    with open(path, "rb") as source:
        code = compile(source.read(), path, "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def class_names(error):
    """Names of the exception's class and of everything it inherits from."""
    return [str(kind.__name__)[:80] for kind in type.mro(type(error))[:20]]


def run_call(grade, entry, names, tell, report_error):
    """Calls one function and tells what came of it."""
    encode = make_encoder()
    args, kwargs = decode(grade["args"])
    stage = "load"
    try:
        module = load_module(entry, names)
        if not callable(module.__dict__.get(grade["function"])):
            return tell({"kind": "missing"})
        stage = "call"
        value = module.__dict__[grade["function"]](*args, **kwargs)
        claim = {"kind": "value", "value": encode(value)}
    except BaseException as error:
        report_error(error)
        claim = {"kind": "raised", "stage": stage, "classes": class_names(error)}
    tell(claim)


def tool_marks():
    """What a program would replace to pass a test file without passing its tests."""
    import builtins
    import unittest

    owners = [unittest.TestCase, unittest.TestResult, unittest.TestSuite, unittest.case._Outcome, builtins]
    return [(owner, key, value) for owner in owners for key, value in list(vars(owner).items()) if key != "_"]


def suite_name(test):
    """`test_two (n=1.5)` of `test_by_teacher.Tests.test_two (n=1.5)`."""
    path, space, rest = str(test.id()).partition(" ")
    return path.rpartition(".")[2] + space + rest


def unittest_results(source):
    """Runs a unittest file; returns names of passed tests, failures with messages, and skipped ones."""
    import unittest

    passed, failed = [], []

    class Result(unittest.TestResult):
        def addSuccess(self, test):
            passed.append(suite_name(test))

        def addFailure(self, test, trouble):
            failed.append((suite_name(test), trouble[1]))

        addError = addFailure

        def addUnexpectedSuccess(self, test):
            failed.append((suite_name(test), "passed, though the test expects it to fail"))

        def addSubTest(self, test, subtest, trouble):
            if trouble is not None:
                failed.append((suite_name(subtest), trouble[1]))

    module = type(sys)("test_by_teacher")
    sys.modules["test_by_teacher"] = module
    exec(compile(source, TEACHER_FILE, "exec", dont_inherit=True), module.__dict__)
    unittest.defaultTestLoader.loadTestsFromModule(module).run(Result())
    return passed, failed


def pytest_results(source):
    """The same for a pytest file; None where pytest is not installed."""
    try:
        import pytest
    except ImportError:
        return None
    passed, failed = [], []

    class Watch:
        def pytest_runtest_logreport(self, report):
            name = report.nodeid.rpartition("::")[2]
            if report.failed:
                crash = getattr(report.longrepr, "reprcrash", None)
                failed.append((name, crash.message if crash else report.longreprtext))
            elif report.when == "call" and report.passed:
                passed.append(name)

        def pytest_collectreport(self, report):
            if report.failed:
                failed.append((report.nodeid or TEACHER_FILE, report.longreprtext[-500:]))

    path = HOME + "/" + TEACHER_FILE
    with open(path, "w", encoding="utf-8") as target:
        target.write(source)
    pytest.main([path, "-q", "-p", "no:cacheprovider", "--no-header"], plugins=[Watch()])
    return passed, failed


def first_lines(text):
    return "\n".join(str(text).strip().splitlines()[:MESSAGE_LINES])[:500]


def run_suite(grade, entry, names, tell, report_error):
    """Runs a teacher's test file beside the learner's code; both live in this process, and the verdict says so."""
    sys.path.insert(0, os.path.dirname(HOME + "/" + entry))
    forget_shadowed(names)
    marks = tool_marks()
    try:
        results = (unittest_results if grade["framework"] == "unittest" else pytest_results)(grade["source"])
    except BaseException as error:
        report_error(error)
        return tell({"kind": "raised", "stage": "load", "classes": class_names(error)})
    if results is None:
        return tell({"kind": "no-pytest"})
    if any(vars(owner).get(key) is not value for owner, key, value in marks):
        return tell({"kind": "tampered"})
    passed, failed = results
    told = [[name[:80], first_lines(message)] for name, message in failed[:FAILURES]]
    tell({"kind": "suite", "passed": len(passed), "failed": len(failed), "failures": told})


def run_grade(job, say, report_error):
    """Does what `job["grade"]` asks; `say` takes the bytes of one claim."""
    grade = job["grade"]
    kind = grade["kind"]
    tell = make_teller(say)
    names = {file["name"] for file in job["files"]}
    if kind == "call":
        run_call(grade, job["entry"], names, tell, report_error)
    elif kind == "suite":
        run_suite(grade, job["entry"], names, tell, report_error)
    elif kind == "inspect":
        tell(inspect_files(job["files"], grade["constraints"]))
    elif kind == "prepare":
        tell([prepare_test(test) for test in grade["tests"]])
    elif kind == "check":
        tell(check_claims(grade))
