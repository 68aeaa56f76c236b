def best(path):
    """Name with the highest score in the file."""
    winner = None
    highest = None
    with open(path) as file:
        for line in file:
            if line.strip() == "":
                continue
            name, score = line.strip().split(",")
            if highest is None or int(score) > highest:
                winner, highest = name, int(score)
    return winner


def best_of(lines):
    with open("try.csv", "w") as file:
        file.write("\n".join(lines))
    return best("try.csv")


if __name__ == "__main__":
    print(best("scores.csv"))
