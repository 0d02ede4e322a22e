"""The fonts that are installed on this machine, found by the names of their families.

The folders of Windows, macOS and Linux are looked through once in a process and each font's own
tables are read; no fontconfig or registry is asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ipexport.fonts.files import FontFace, name_key, read_faces

_EXTENSIONS = (".ttf", ".ttc", ".otf", ".otc")

# Names of the same design, in both languages; those of Windows, of macOS, and of their files.
_SAME_DESIGN: tuple[tuple[str, ...], ...] = (
    ("仿宋", "FangSong", "simfang", "华文仿宋", "STFangsong"),
    ("仿宋_GB2312", "FangSong_GB2312"),
    ("楷体", "KaiTi", "simkai", "楷体-简", "Kaiti SC", "华文楷体", "STKaiti"),
    ("楷体_GB2312", "KaiTi_GB2312"),
    ("黑体", "SimHei", "黑体-简", "Heiti SC", "华文黑体", "STHeiti"),
    ("宋体", "SimSun", "宋体-简", "Songti SC", "华文宋体", "STSong"),
    ("新宋体", "NSimSun"),
    ("华文中宋", "STZhongsong"),
    (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "FZXBSJW",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "FZXBSK",
    ),
)


def faces_of(family: str, weight: int) -> list[FontFace]:
    """The installed faces of a family, the best first, those that cannot be embedded among them.

    The family's own name comes before other names of the same design; then upright faces come
    first, and those whose weight is nearest.
    """
    key = name_key(family)
    same = next((group for group in _SAME_DESIGN if key in map(name_key, group)), ())
    installed = _installed(_folders())
    faces: dict[FontFace, None] = {}
    for name in dict.fromkeys((key, *map(name_key, same))):
        best = sorted(installed.get(name, ()), key=lambda face: (face.slanted, abs(face.weight - weight)))
        faces.update(dict.fromkeys(best))
    return list(faces)


def _folders() -> tuple[Path, ...]:
    # Path.home() raises an error for a user without a home folder.
    home = Path(os.path.expanduser("~"))  # noqa: PTH111
    return font_folders(sys.platform, os.environ, home)


def font_folders(platform: str, environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where fonts are installed: the user's own folders, then those of the system."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        windows = environment.get("WINDIR") or r"C:\Windows"
        return Path(local, "Microsoft", "Windows", "Fonts"), Path(windows, "Fonts")
    if platform == "darwin":
        system = Path("/System/Library")
        return (
            home / "Library" / "Fonts",
            Path("/Library/Fonts"),
            system / "Fonts",
            # Fonts that macOS loads when they are first used, FangSong and KaiTi among them.
            *sorted((system / "AssetsV2").glob("com_apple_MobileAsset_Font*")),
        )
    data = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return (
        Path(data, "fonts"),
        home / ".fonts",
        *(Path(folder, "fonts") for folder in shared.split(":") if folder),
    )


@cache
def _installed(folders: tuple[Path, ...]) -> dict[str, tuple[FontFace, ...]]:
    """Every installed face under each of its names."""
    faces: dict[str, tuple[FontFace, ...]] = {}
    for path in _font_files(folders):
        for face in read_faces(path):
            for name in face.names:
                faces[name] = (*faces.get(name, ()), face)
    return faces


def _font_files(folders: tuple[Path, ...]) -> Iterator[Path]:
    """The font files below the folders, in an order that does not depend on the file system."""
    seen: set[str] = set()
    for top in folders:
        for folder, below, names in os.walk(top, followlinks=True):
            # A link can lead back to a folder above it.
            real = os.path.realpath(folder)
            if real in seen:
                below.clear()
                continue
            seen.add(real)
            below.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)  # noqa: PTH118
                # Not Path.is_file, which raises an error where the user may not look.
                if name.lower().endswith(_EXTENSIONS) and os.path.isfile(path):  # noqa: PTH113
                    yield Path(path)
