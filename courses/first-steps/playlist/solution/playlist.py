class Playlist:
    def __init__(self):
        self.songs = []

    def add(self, title, seconds):
        self.songs.append((title, seconds))

    def length(self):
        return sum(seconds for _, seconds in self.songs)

    def longest(self):
        if not self.songs:
            return None
        return max(self.songs, key=lambda song: song[1])[0]


def demo(songs):
    playlist = Playlist()
    for title, seconds in songs:
        playlist.add(title, seconds)
    return playlist.length(), playlist.longest()
