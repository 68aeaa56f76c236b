def count_words(text):
    counts = {}
    return counts
