"""The shelf of rendered items: never wrong, safe to delete, safe to share, and bounded."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.formats.cache import PACKS, SHELVES, Shelf, code_version


def key(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def keep(folder: Path, *names: str, read: tuple[str, ...] = ()) -> Shelf:
    """One run that asks for `read`, puts `names` and finishes."""
    shelf = Shelf(folder)
    for name in read:
        assert shelf.get(key(name)) is not None
    for name in names:
        shelf.put(key(name), f"data of {name}".encode(), b"notes" if "n" in name else b"")
    shelf.finish()
    assert shelf.failure is None
    return shelf


def packs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pack"))


def test_what_was_put_is_found_in_the_next_run(tmp_path: Path) -> None:
    """Data and notes, under the whole key."""
    keep(tmp_path / "s", "a", "n")
    shelf = Shelf(tmp_path / "s")
    assert shelf.get(key("a")) == (b"data of a", b"")
    assert shelf.get(key("n")) == (b"data of n", b"notes")
    assert shelf.get(key("b")) is None
    assert shelf.get(key("a")[:8] + bytes(24)) is None, "the same first bytes are not the same key"
    shelf.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(60)), size=st.sampled_from([0, 1, 5000, 70_000, 200_000]))
def test_records_are_found_in_any_order(tmp_path: Path, order: list[int], size: int) -> None:
    """What is read ahead is of the file, whatever was asked for before."""
    shelf = Shelf(tmp_path / str(size))
    data = {key(f"{n}"): f"{n} ".encode() * (size // 3) for n in range(60)}
    missing = [name for name in data if shelf.get(name) is None]
    for name in missing:
        shelf.put(name, data[name], b"notes")
    shelf.finish()
    shelf = Shelf(tmp_path / str(size))
    for number in order:
        assert shelf.get(key(f"{number}")) == (data[key(f"{number}")], b"notes")
    shelf.close()


def test_records_in_their_order_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that changed little asks for its items as they were put: a hundredth of the reads, none the other way."""
    names = [f"{number}" for number in range(1000)]
    shelf = Shelf(tmp_path)
    for name in names:
        shelf.put(key(name), name.encode() * 200)
    shelf.finish()
    reads: list[int] = []
    pread = os.pread

    def counting(file: int, size: int, begin: int) -> bytes:
        reads.append(size)
        return pread(file, size, begin)

    monkeypatch.setattr(os, "pread", counting)
    for order, most in ((names, 20), (names[::-1], 1010)):
        shelf = Shelf(tmp_path)
        reads.clear()
        assert all(shelf.get(key(name)) == (name.encode() * 200, b"") for name in order)
        assert len(reads) < most
        assert sum(reads) < 3 * sum(len(name) * 200 for name in names)
        shelf.close()


def test_a_run_that_does_not_finish_leaves_nothing(tmp_path: Path) -> None:
    """Packs appear whole or not at all."""
    shelf = Shelf(tmp_path / "s")
    shelf.put(key("a"), b"data")
    shelf.close()
    assert list((tmp_path / "s").iterdir()) == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_pack_is_a_miss_and_never_wrong(tmp_path: Path, data: st.DataObject) -> None:
    """Any byte changed, cut off or added: what is found is what was put, or nothing."""
    folder = tmp_path / "s"
    for old in packs(folder):
        old.unlink()
    names = [f"{number}" for number in range(6)]
    keep(folder, *names)
    [pack] = packs(folder)
    whole = bytearray(pack.read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["change", "cut", "add", "insert"])):
        case "change":
            whole[place] ^= data.draw(st.integers(1, 255))
        case "cut":
            del whole[place:]
        case "add":
            whole += b"\0" * 7
        case _:
            whole.insert(place, 0)
    pack.write_bytes(whole)
    shelf = Shelf(folder)
    found = [shelf.get(key(name)) for name in names]
    shelf.finish()
    assert all(record in (None, (f"data of {name}".encode(), b"")) for name, record in zip(names, found, strict=True))
    assert None in found
    assert shelf.failure is None


def test_a_pack_that_is_none_is_removed_and_what_is_damaged_made_anew(tmp_path: Path) -> None:
    """The next run after the damage is as fast as ever."""
    keep(tmp_path, "a")
    (tmp_path / "broken.pack").write_bytes(b"no pack")
    [pack] = [path for path in packs(tmp_path) if path.name != "broken.pack"]
    pack.write_bytes(pack.read_bytes().replace(b"data of a", b"data of b"))
    shelf = Shelf(tmp_path)
    assert shelf.get(key("a")) is None
    shelf.put(key("a"), b"data of a")
    shelf.finish()
    assert not (tmp_path / "broken.pack").exists()
    keep(tmp_path, read=("a",))


def test_packs_are_put_together_when_they_are_many(tmp_path: Path) -> None:
    """One correction a run does not make a thousand files; everything that is asked for is still there."""
    names = [f"{number}" for number in range(3 * PACKS)]
    for number, name in enumerate(names):
        keep(tmp_path, name, read=tuple(names[:number]))
        assert len(packs(tmp_path)) <= PACKS
    keep(tmp_path, read=tuple(names))


def test_what_nobody_asks_for_any_more_is_thrown_out(tmp_path: Path) -> None:
    """A feed's window moves on: the folder does not grow with it."""
    for day in range(40):
        keep(tmp_path, *(f"{day}-{number}" for number in range(10)))
    shelf = Shelf(tmp_path)
    assert sum(map(len, shelf._packs)) <= 20
    shelf.close()
    keep(tmp_path, read=tuple(f"39-{number}" for number in range(10)))


def test_shelves_are_bounded_and_those_used_last_stay(tmp_path: Path) -> None:
    """Every base URL and profile has a shelf of its own; a hundred trials do not fill the disk."""
    for number in range(SHELVES + 5):
        keep(tmp_path / f"{number:03}", "a")
        os.utime(tmp_path / f"{number:03}", (10**9 + number, 10**9 + number))
    keep(tmp_path / "last", "a")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == SHELVES
    assert "last" in left and "000" not in left and f"{SHELVES + 4:03}" in left


def test_leavings_of_dead_runs_are_swept(tmp_path: Path) -> None:
    """A temporary file of an hour ago has nobody who writes it; a new one may have."""
    tmp_path.joinpath("dead.tmp").touch()
    os.utime(tmp_path / "dead.tmp", (10**9, 10**9))
    tmp_path.joinpath("live.tmp").touch()
    keep(tmp_path, "a")
    assert not (tmp_path / "dead.tmp").exists()
    assert (tmp_path / "live.tmp").exists()


def test_a_folder_deleted_while_it_is_used_does_no_harm(tmp_path: Path) -> None:
    """Safe to delete at any time."""
    folder = tmp_path / "s"
    keep(folder, "a", "b")
    shelf = Shelf(folder)
    assert shelf.get(key("a")) is not None
    shelf.put(key("c"), b"data of c")
    shutil.rmtree(folder)
    assert shelf.get(key("b")) == (b"data of b", b"")
    shelf.put(key("d"), b"data of d")
    shelf.finish()
    keep(folder, "e")
    keep(folder, read=("e",))


def test_two_runs_at_once_both_keep_what_they_made(tmp_path: Path) -> None:
    """Nothing is locked: each adds a pack of its own."""
    keep(tmp_path, "a", "b", "c", "d")
    one, two = Shelf(tmp_path), Shelf(tmp_path)
    for shelf, name in ((one, "x"), (two, "y")):
        for old in "abcd":
            assert shelf.get(key(old)) is not None
        shelf.put(key(name), f"data of {name}".encode())
    one.finish()
    two.finish()
    keep(tmp_path, read=("a", "b", "c", "d", "x", "y"))


def _hammer(folder: Path, seed: int) -> None:
    for turn in range(25):
        shelf = Shelf(folder)
        for number in range(12):
            name = f"{(seed + turn + number) % 40}"
            found = shelf.get(key(name))
            if found is None:
                shelf.put(key(name), f"data of {name}".encode())
            else:
                assert found == (f"data of {name}".encode(), b"")
        shelf.finish()
        assert shelf.failure is None, shelf.failure


def test_many_processes_at_once_never_see_anything_wrong(tmp_path: Path) -> None:
    """Packs are put together and thrown out under each other's feet."""
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_hammer, args=(tmp_path, seed * 7)) for seed in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]


def test_every_change_of_the_code_changes_the_key(tmp_path: Path) -> None:
    """Any file of the exporter: another content, another name, one more; and no source is no key."""
    code_version.cache_clear()
    assert code_version(tmp_path) == ""
    seen = set()
    for name, text in (("a.py", "x = 1"), ("a.py", "x = 2"), ("b.py", "x = 2"), ("profile.toml", "")):
        (tmp_path / name).write_text(text)
        code_version.cache_clear()
        seen.add(code_version(tmp_path))
    assert len(seen) == 4 and "" not in seen
    code_version.cache_clear()
