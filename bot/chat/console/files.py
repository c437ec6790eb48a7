"""Where does a file go that was asked for at the terminal? Into the folder where the program was started."""

from pathlib import Path

from bot.chat.message import File

_TRIES = 100


def saved(file: File, folder: Path) -> str:
    """Write a file without overwriting any that is there; return a line that says where it is."""
    ending = Path(file.name).suffix
    for number in range(1, _TRIES + 1):
        name = file.name if number == 1 else f"{Path(file.name).stem}-{number}{ending}"
        try:
            with (folder / name).open("xb") as written:
                written.write(file.data)
        except FileExistsError:
            continue
        except OSError as error:
            return f"{name} could not be written: {error.strerror}"
        return f"saved as {name}"
    return f"{file.name} and {_TRIES - 1} numbered ones are there already: delete some"
