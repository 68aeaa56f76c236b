def winner(first, second):
    if first == second:
        return 0
    beats = {"rock": "scissors", "scissors": "paper", "paper": "rock"}
    return 1 if beats[first] == second else 2
