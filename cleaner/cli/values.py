"""What is said on the command line, as the values that the engine takes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.errors import ConfigError, RuleError, need
from cleaner.model import KEEPS, Keep
from cleaner.remote import is_remote, located
from cleaner.rules import one_of

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.configfile import Loaded


def output(value: str | None) -> Path | None:
    """The folder for results; raises ConfigError for one that cannot be written."""
    if value is None:
        return None
    if value == "-":
        raise ConfigError("'-' is no folder", remedy="give -o a folder; results are several files")
    if value.lower().startswith(("http://", "https://")):
        raise ConfigError(
            f"{value} cannot be written to", remedy="s3://, gs://, hf://, or a local folder"
        )
    return located(value)


def local(name: str, *places: str | None) -> None:
    """Raise ConfigError for a URL, "-" or nothing, where only a path of this machine will do."""
    if "" in places:
        raise ConfigError(f"{name} is empty", remedy="name a path; . is the current folder")
    if "-" in places:
        raise ConfigError(
            f"{name} is a path on this machine, not -", remedy="./- for a file of that name"
        )
    for place in filter(is_remote, places):
        raise ConfigError(
            f"{name} is a path on this machine, not {place}", remedy="a path without a scheme"
        )


def apart(name: str, place: str | None, sources: Iterable[str | None]) -> None:
    """Raise ConfigError for a file to write that is one of the sources."""
    real = os.path.realpath
    if place and real(place) in {real(one) for one in sources if one and not is_remote(one)}:
        raise ConfigError(
            f"{name} would overwrite the source {place}", remedy="give a file of another name"
        )


def configured(
    sources: Sequence[str], given: dict[str, Any], config: str | None, isolated: bool
) -> Loaded:
    """The configuration in force: ``given`` wins; empty lists count as not given."""
    from cleaner.configfile import load

    local("--rules", *(given.get("rules") or ()))
    for name in ("baseline", "cache_dir"):
        local(f"--{name.replace('_', '-')}", given.get(name))
    local("--config", config)
    said = {key: value for key, value in given.items() if value not in (None, [])}
    return load(sources, said, file=config, isolated=isolated)


@contextmanager
def placed(loaded: Loaded) -> Iterator[None]:
    """Tell the place in the configuration of what is named there and cannot be used."""
    try:
        yield
    except (ConfigError, RuleError) as error:
        raise loaded.placed(error) from error


def cleaner_settings(config: Config) -> dict[str, Any]:
    """The arguments of ``Cleaner`` that a configuration says."""
    if config.mojibake:
        need("ftfy", "mojibake")
    return {
        "level": config.level,
        "rules": config.rules,
        "select": config.select,
        "ignore": config.ignore,
        "related": config.related,
        "mojibake": config.mojibake,
        "max_removed": config.max_removed,
    }


def keep(value: str) -> Keep:
    """The policy of survivorship; raises ConfigError for an unknown one."""
    known = one_of("keep", value, KEEPS)
    if known in ("earliest", "latest"):
        need("dateparser", "dates")
    return known


def confidence(value: float) -> float:
    """A confidence; raises ConfigError unless it is from 0 to 1."""
    if not 0 <= value <= 1:
        raise ConfigError(f"min-confidence is {value}", remedy="a number from 0 to 1")
    return value


def seconds(value: float) -> float:
    """A time limit, 0 for none; raises ConfigError for a negative or endless one."""
    if value < 0 or not isfinite(value):
        raise ConfigError(f"timeout is {value:g}", remedy="seconds, or 0 for no limit")
    return value


def now(value: str | None) -> datetime | None:
    """A time in ISO format, in UTC unless it says otherwise; raises ConfigError."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(
            f"now is {value!r}", remedy="a date or time in ISO format: 2026-03-01T12:00"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30}


def size(option: str, value: str | None) -> int:
    """Bytes: ``300``, ``64MB``, ``1.5GiB``; 0 for None. Raises ConfigError."""
    if value is None:
        return 0
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([kmg]i?)?b?\s*", value.lower())
    if found is None or not float(found[1]):
        raise ConfigError(f"{option} is {value!r}", remedy='a number and a unit: "256MB", "1GiB"')
    return max(1, int(float(found[1]) * _UNITS[found[2] or ""]))


def search_memory(value: str | None) -> int:
    """Bytes that a search for copies may take, 0 for none said; raises ConfigError for too few."""
    from cleaner.engine.room import LEAST

    found = size("memory", value)
    if 0 < found < LEAST:
        remedy = f"at least {LEAST >> 20}MiB; more is quicker"
        raise ConfigError(f"memory is {value!r}", remedy=remedy)
    return found


_LEAST_MEMORY = 200 * 10**6


def memory(value: str | None) -> int:
    """Bytes that a process may take, 0 for no bound; raises ConfigError for too few to begin."""
    found = size("memory", value)
    if 0 < found < _LEAST_MEMORY:
        raise ConfigError(f"memory is {value!r}", remedy="at least 200MB for each process")
    return found


def workers(value: str) -> int:
    """The number of processes: ``auto`` (or 0) is as many as there are cores for this one."""
    if value in ("auto", "0"):
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
    if not value.isdecimal():
        raise ConfigError(f"jobs is {value!r}", remedy='a number of processes, or "auto"')
    return int(value)


def cluster(
    engine: str,
    address: str | None,
    places: Iterable[str | None],
    *,
    writes: bool,
    learn: bool = False,
) -> None:
    """Raise ConfigError for what cannot be done on a cluster, or not on this one."""
    if engine == "local" and address is None:
        return
    from cleaner.engine.cluster import checked

    checked(engine, address)
    if not writes:
        raise ConfigError("a cluster writes into a folder", remedy="give -o OUT")
    for place in filter(is_remote, filter(None, places)):
        raise ConfigError(
            f"a cluster does not read or write {place}",
            remedy="a folder that all nodes share, or leave --engine out",
        )
    if learn:
        remedy = "cleaner learn SOURCE -o PACK in a folder that all nodes share, then --rules PACK"
        raise ConfigError("--learn works on one machine", remedy=remedy)


def known_format(option: str, value: str | None) -> str:
    """A format by its name; raises ConfigError for an unknown one."""
    from cleaner import formats

    return formats.checked(option, value) if value else ""


def ending(option: str, value: str | None) -> str:
    """The ending of files of a format that can be written; raises ConfigError."""
    from cleaner import formats

    return formats.written(option, value) if value else ""


def idle(kinds: set[str], to: str, shard_size: int) -> Iterator[str]:
    """What to say of options for JSONL and tables when there are none among the sources."""
    from cleaner import formats

    if kinds and all(formats.is_archive(kind) or kind not in formats.names() for kind in kinds):
        given = [name for name, value in (("--to", to), ("--shard-size", shard_size)) if value]
        if given:
            yield f"{' and '.join(given)} changed nothing: no JSONL files or tables here"


def need_for(kinds: set[str]) -> None:
    """Raise ConfigError if the libraries for kinds of sources are not installed."""
    if kinds & {"html", "warc"}:
        need("trafilatura", "html")
    if "warc" in kinds:
        need("fastwarc", "formats")
    if kinds & {"parquet", "arrow", "warc"}:
        need("pyarrow", "formats")
