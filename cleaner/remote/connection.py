"""The one place that knows fsspec: file systems by scheme, their errors in this package's words."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from cleaner.errors import ConfigError

WEB = ("http", "https")
_ATTEMPTS = 4
_LATER = (408, 425, 429)
"""What a web server answers that may have time later; asking again changes no other 4xx."""
_REMEDY = "pip install '.[remote]'"
_REMEDIES = {
    **dict.fromkeys(("http", "https", "s3", "s3a"), _REMEDY),
    **dict.fromkeys(("gs", "gcs"), "pip install gcsfs"),
    "hf": "pip install huggingface_hub",
    **dict.fromkeys(("az", "abfs", "abfss", "adl"), "pip install adlfs"),
}

Result = TypeVar("Result")


@cache
def file_system(scheme: str) -> Any:
    """The file system of a scheme; raises ConfigError when it cannot be had, and says why."""
    try:
        import fsspec
    except ImportError:
        raise ConfigError(f"{scheme}:// needs fsspec", remedy=_REMEDY) from None
    try:
        return fsspec.filesystem(scheme)
    except ImportError as error:
        remedy = _REMEDIES.get(scheme) or str(error)  # fsspec says what it needs
        raise ConfigError(f"the library for {scheme}:// is missing", remedy=remedy) from error
    except ValueError as error:
        raise ConfigError(
            f"{scheme}:// is not known", remedy="s3://, gs://, hf://, https://, or a local path"
        ) from error
    except Exception as error:  # some want a host or a login, which no URL here can give
        raise ConfigError(
            f"{scheme}:// cannot be used: {error}",
            remedy=f"set what it needs by variables FSSPEC_{scheme.upper()}_…, see fsspec",
        ) from error


def told(ask: Callable[[], Result], url: str) -> Result:
    """The answer of a file system; raises OSError whatever its library raises.

    Web servers are asked again when the network may be at fault; the libraries of object stores
    do that by themselves.
    """
    attempts = _ATTEMPTS if url.startswith(WEB) else 1
    while True:
        attempts -= 1
        try:
            return ask()
        except FileNotFoundError as error:
            problem = error.__cause__
            if problem is None or getattr(problem, "status", 0) in (404, 410):
                raise FileNotFoundError(errno.ENOENT, "no such file", url) from error
        except Exception as error:
            problem = error
        status = getattr(problem, "status", 0)
        refused = 400 <= status < 500 and status not in _LATER
        if attempts <= 0 or refused or isinstance(problem, (PermissionError, ValueError)):
            # No number: the words for those of a disk would hide what the server says.
            raise OSError(0, _said(problem, status), url) from problem
        time.sleep(0.2 * 2 ** (_ATTEMPTS - attempts))


def _said(problem: BaseException, status: int) -> str:
    """What a library says of a failure, on one line."""
    if status:
        return f"the server answers {status} {getattr(problem, 'message', '')}".rstrip()
    if type(problem).__name__ == "TooManyRedirects":
        return "the server leads from one address to the next, without end"
    return " ".join(str(problem).split()) or type(problem).__name__
