"""An image appears whole or not at all; what is built is recorded and checked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from netwright.errors import HostError
from netwright.images import RECIPES, Image, Manifest, Store, read_manifest
from netwright.images.building import build
from netwright.images.mmdebstrap import Order
from netwright.images.store import NEW, OLD, cache_directory
from netwright.workbench import Quiet

FRR = RECIPES["frr:10"]
NOW = 1_800_000_000.0


class FakeMaker:
    """Writes a package database and a file, or fails half-way."""

    def __init__(self, version: str = "10.3-3+deb13u1", failure: BaseException | None = None) -> None:
        self.version, self.failure = version, failure
        self.orders: list[Order] = []

    def __call__(self, order: Order, watch: Callable[[int], None]) -> None:
        self.orders.append(order)
        (order.target / "var/lib/dpkg").mkdir(parents=True)
        watch(3)
        if self.failure is not None:
            raise self.failure
        wanted = dict.fromkeys(order.recipe.packages, "1.0") | {"frr": self.version} | dict(order.pins)
        status = "\n\n".join(f"Package: {name}\nVersion: {version}" for name, version in wanted.items())
        (order.target / "var/lib/dpkg/status").write_text(status + "\n")
        (order.target / "daemon").write_text("x" * 1000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def made(store: Store, maker: FakeMaker | None = None, *, again: bool = False, like: Manifest | None = None) -> Image:
    return build(FRR, store, lambda: NOW, mirror="http://mirror", again=again, like=like, maker=maker or FakeMaker())


def left_over(store: Store) -> list[str]:
    return [name for name in os.listdir(store.base) if name.startswith((NEW, OLD))]


def test_a_build_is_recorded(store: Store) -> None:
    image = made(store)
    manifest = read_manifest(image.directory / "manifest.json")
    assert manifest == image.manifest
    assert (manifest.name, manifest.suite, manifest.mirror) == ("frr:10", "trixie", "http://mirror")
    assert manifest.versions == {"frr": "10.3"}
    assert manifest.packages["frr"] == "10.3-3+deb13u1"
    assert manifest.packages.keys() == set(FRR.packages)
    assert (manifest.built_at, manifest.recipe) == (NOW, FRR.hash)
    assert manifest.size_bytes > 1000
    assert image.current
    assert (image.root / "daemon").exists()
    assert store.all() == (image,)
    assert left_over(store) == []


def test_nothing_is_done_for_an_image_that_is_there(store: Store) -> None:
    first = made(store)
    maker = FakeMaker()
    assert made(store, maker) == first
    assert maker.orders == []


def test_again_and_a_changed_recipe_build(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made(store)
    maker = FakeMaker()
    made(store, maker, again=True)
    monkeypatch.setattr("netwright.images.recipes.EXCLUDED", ("/usr/share/doc/*",))
    assert store.ready(FRR) is None
    assert not store.all()[0].current
    made(store, maker)
    assert len(maker.orders) == 2
    assert store.all()[0].current


def test_equal_builds_have_equal_digests(store: Store) -> None:
    first = made(store).manifest
    assert made(store, again=True).manifest.digest == first.digest
    assert made(store, FakeMaker("10.3-4"), again=True).manifest.digest != first.digest


@pytest.mark.parametrize(
    "failure", [HostError("no network"), KeyboardInterrupt(), OSError(28, "No space left on device", "/x")]
)
def test_a_build_that_fails_leaves_nothing(store: Store, failure: BaseException) -> None:
    with pytest.raises((HostError, KeyboardInterrupt)):
        made(store, FakeMaker(failure=failure))
    assert store.all() == ()
    assert os.listdir(store.base) == []


def test_a_full_disk_is_one_line(store: Store) -> None:
    with pytest.raises(
        HostError, match=r"no space left on the disk while building image frr:10; free some space, or set"
    ):
        made(store, FakeMaker(failure=OSError(28, "No space left on device", "/x")))


def test_a_failed_rebuild_keeps_the_old_image(store: Store) -> None:
    first = made(store)
    with pytest.raises(HostError):
        made(store, FakeMaker(failure=HostError("no network")), again=True)
    assert store.all() == (first,)


def test_what_a_killed_build_left_is_never_listed_and_removed_by_the_next(store: Store) -> None:
    half = store.base / f"{NEW}bird-3.1"
    (half / "root/usr").mkdir(parents=True)
    (half / "root/usr").chmod(0o555)
    unfinished = store.base / "bird-3.1"
    unfinished.mkdir()
    assert store.all() == ()
    made(store)
    assert left_over(store) == []
    assert [image.name for image in store.all()] == ["frr:10"]


def test_another_release_is_refused(store: Store) -> None:
    with pytest.raises(HostError, match=r"trixie has frr 10\.30, not 10\.3 .*--mirror"):
        made(store, FakeMaker("10.30-1"))
    assert store.all() == ()


def test_the_versions_of_an_earlier_build(store: Store) -> None:
    manifest = made(store).manifest
    maker = FakeMaker("10.3-9")
    assert made(store, maker, like=manifest).manifest.packages == manifest.packages
    assert maker.orders[0].pins == manifest.packages
    older = Manifest(**{f: getattr(manifest, f) for f in manifest.__struct_fields__ if f != "packages"}, packages={})
    with pytest.raises(
        HostError, match=r"no longer has the packages of the manifest: dnsmasq-base, frr, .* and 5 more"
    ):
        made(store, like=older)


def test_one_builder_at_a_time(store: Store) -> None:
    """A second builder waits, and takes what the first one made."""

    class Stopped(Exception):
        pass

    said: list[str] = []

    class Impatient(Quiet):
        def say(self, text: str) -> None:
            said.append(text)

        def advance(self, name: str, amount: int = 1) -> None:
            raise Stopped

    with store.locked(lambda: None), pytest.raises(Stopped):
        build(FRR, store, lambda: NOW, observer=Impatient(), maker=FakeMaker())
    assert said == ["image frr:10: waiting for another build to end"]


def test_removing(store: Store) -> None:
    image = made(store)
    store.remove("frr:10")
    store.remove("frr:10")
    assert store.all() == ()
    assert not image.directory.exists()
    assert left_over(store) == []


def test_where_images_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/u")
    assert cache_directory({}) == Path("/home/u/.cache/netwright")
    assert cache_directory({"XDG_CACHE_HOME": "/c"}) == Path("/c/netwright")
    assert cache_directory({"XDG_CACHE_HOME": "relative"}) == Path("/home/u/.cache/netwright")
    assert cache_directory({"NETWRIGHT_CACHE": "/n", "XDG_CACHE_HOME": "/c"}) == Path("/n")


def test_a_directory_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HostError, match=r"^preparing .*: Not a directory"):
        made(Store(tmp_path / "file"))
