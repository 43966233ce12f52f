"""Generated packages load their modules when a name is first used: importing one costs the same at any size."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from typing_extensions import Self

    from pygen_runtime.async_client import AsyncInstanceClient
    from pygen_runtime.client import InstanceClient

A = TypeVar("A")


def lazy_package(
    package: str, exports: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """``__getattr__``, ``__dir__`` and ``__all__`` of a package, or of a module that only gathers names.

    Args:
        package: Its ``__name__``.
        exports: Module, absolute or relative to the package, to the names that it gives. A module is imported when one
            of its names is first used.
    """
    home = {name: module for module, names in exports.items() for name in names}

    def load(name: str) -> Any:
        module = home.get(name)
        if module is None:
            raise AttributeError(f"{package!r} has no {name!r}{_near(name)}", name=name, obj=sys.modules[package])
        value = getattr(import_module(module, package), name)
        setattr(sys.modules[package], name, value)
        return value

    def _near(name: str) -> str:
        # Python itself asks for many names with underscores; they are never meant to be exports.
        if name.startswith("_"):
            return ""
        from pygen_runtime.spelling import did_you_mean  # noqa: PLC0415 - every generated package pays for this module

        return did_you_mean(name, home)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *home})

    return load, names, sorted(home)


class LazyAPI(Generic[A]):
    """The API of one view as an attribute of a client. Its module is imported when it is first used.

    Args:
        package: The generated package.
        module: Relative module that holds the class, such as ``_api._pump_api``.
        name: The class.
    """

    def __init__(self, package: str | None, module: str, name: str) -> None:
        self._package = package
        self._module = module
        self._class = name
        self._attribute = name

    def __set_name__(self, owner: type, name: str) -> None:
        self._attribute = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: InstanceClient | AsyncInstanceClient, owner: type) -> A: ...
    def __get__(self, client: InstanceClient | AsyncInstanceClient | None, owner: type) -> Self | A:
        if client is None:
            return self
        made: A = getattr(import_module(f".{self._module}", self._package), self._class)(client)
        # Found from now on without asking this descriptor.
        client.__dict__[self._attribute] = made
        return made


def api_names(client_class: type) -> list[str]:
    """The attributes of a client by which views are read, in alphabetical order. Nothing is imported for it."""
    return [name for name in dir(client_class) if isinstance(getattr(client_class, name, None), LazyAPI)]
