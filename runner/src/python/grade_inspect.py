"""What a program is built of, read from its syntax tree. Nothing of the program is executed, and it runs in a sandbox of
its own all the same: the parser works on text that somebody may have written against it."""

import ast

SIMPLE = {
    "for": (ast.For, ast.AsyncFor),
    "while": (ast.While,),
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "try": (ast.Try,) + ((ast.TryStar,) if hasattr(ast, "TryStar") else ()),
    "global": (ast.Global, ast.Nonlocal),
    "lambda": (ast.Lambda,),
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
RUN_TEXT = ("eval", "exec", "compile", "__import__")


def imported_modules(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module] + [node.module + "." + alias.name for alias in node.names]
    return []


def called_name(node):
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else None


def mentions(node, name, own):
    """Whether the node brings the function `name` into use, also by another name: `f = sorted`, `getattr(x, "sort")`."""
    if isinstance(node, ast.Name):
        return node.id == name and name not in own and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Attribute):
        return node.attr == name and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == name for alias in node.names)
    if isinstance(node, ast.Call) and called_name(node) in ("getattr", "attrgetter", "methodcaller", "get"):
        return any(isinstance(part, ast.Constant) and part.value == name for part in node.args)
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == name


def own_call(node):
    """The function a call may lead back to: `f(…)` or `self.f(…)`, not a method of something else."""
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return node.func.attr if isinstance(owner, ast.Name) and owner.id in ("self", "cls") else None
    return called_name(node)


def recursive_functions(nodes):
    """Names of functions that reach themselves through calls by name."""
    calls = {}
    for node in nodes:
        if isinstance(node, FUNCTIONS):
            inner = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
            calls.setdefault(node.name, set()).update(name for name in map(own_call, inner) if name)
    found = set()
    for start in calls:
        seen, todo = set(), list(calls[start])
        while todo:
            name = todo.pop()
            if name in seen or name not in calls:
                continue
            seen.add(name)
            todo.extend(calls[name])
        if start in seen:
            found.add(start)
    return found


def has_construct(nodes, construct, name, is_forbidden):
    if construct in SIMPLE:
        return any(isinstance(node, SIMPLE[construct]) for node in nodes)
    if construct == "function":
        return any(isinstance(node, FUNCTIONS) and name in (None, node.name) for node in nodes)
    if construct == "class":
        return any(isinstance(node, ast.ClassDef) and name in (None, node.name) for node in nodes)
    if construct == "recursion":
        found = recursive_functions(nodes)
        return name in found if name else bool(found)
    if construct == "import":
        modules = [module for node in nodes for module in imported_modules(node)]
        return any(name is None or module == name or module.startswith(name + ".") for module in modules)
    if construct == "eval":
        return any(isinstance(node, ast.Name) and node.id in RUN_TEXT for node in nodes)
    if construct == "call":
        if is_forbidden and name is not None:
            own = {node.name for node in nodes if isinstance(node, FUNCTIONS)}
            return any(mentions(node, name, own) for node in nodes)
        return any(isinstance(node, ast.Call) and name in (None, called_name(node)) for node in nodes)
    return False


def inspect_files(files, constraints):
    """Positions of the constraints that are broken, or `unreadable` where a file is no Python."""
    nodes = []
    for file in files:
        if file["name"].endswith(".py"):
            try:
                nodes.extend(ast.walk(ast.parse(file["text"])))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return {"unreadable": file["name"]}
    broken = []
    for index, rule in enumerate(constraints):
        is_forbidden = rule["rule"] == "forbidden"
        if has_construct(nodes, rule["construct"], rule.get("name"), is_forbidden) == is_forbidden:
            broken.append(index)
    return {"broken": broken}
