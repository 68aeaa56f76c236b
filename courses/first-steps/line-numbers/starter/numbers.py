with open("poem.txt") as poem:
    print(poem.read())
