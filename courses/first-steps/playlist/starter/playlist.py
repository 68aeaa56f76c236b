class Playlist:
    def __init__(self):
        self.songs = []


def demo(songs):
    playlist = Playlist()
    for title, seconds in songs:
        playlist.add(title, seconds)
    return playlist.length(), playlist.longest()
