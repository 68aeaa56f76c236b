with open("poem.txt") as poem:
    for number, line in enumerate(poem, start=1):
        print(f"{number}: {line.rstrip()}")
