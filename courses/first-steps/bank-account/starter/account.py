class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 0

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        return False


def story(steps):
    """Does steps such as ("deposit", 5) and says the answers and the balance at the end."""
    account = Account("Maya")
    answers = [getattr(account, name)(amount) for name, amount in steps]
    return answers, account.balance


if __name__ == "__main__":
    print(story([("deposit", 10), ("withdraw", 4)]))
