"""The asynchronous form of methods that are declared once: generated classes sign each method for both APIs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from pygen_runtime.async_paging import AsyncInstanceIterator
    from pygen_runtime.instances import Instance
    from pygen_runtime.paging import InstanceIterator

    P = ParamSpec("P")
    R = TypeVar("R")
    R_co = TypeVar("R_co", covariant=True)
    T = TypeVar("T", bound=Instance)
    T_co = TypeVar("T_co", bound=Instance, covariant=True)

    class AwaitedMethod(Generic[P, R_co]):
        """A method with these parameters, whose result is awaited."""

        def __get__(self, instance: object, owner: type[Any]) -> Callable[P, Coroutine[Any, Any, R_co]]: ...

    class IteratingMethod(Generic[P, T_co]):
        """A method with these parameters, whose result is iterated asynchronously."""

        def __get__(self, instance: object, owner: type[Any]) -> Callable[P, AsyncInstanceIterator[T_co]]: ...

    def awaited(method: Callable[Concatenate[Any, P], R]) -> AwaitedMethod[P, R]: ...
    def iterated(method: Callable[Concatenate[Any, P], InstanceIterator[T]]) -> IteratingMethod[P, T]: ...

else:

    def awaited(method: Callable[..., Any]) -> Callable[..., Any]:
        """The method of the asynchronous API that does the same as one of the blocking API, awaited.

        Such a method only passes on what it was given, to a base class that either waits or gives something to await.
        """

        @wraps(method)
        async def call(self: Any, /, *args: Any, **options: Any) -> Any:
            return await method(self, *args, **options)

        return call

    def iterated(method: Callable[..., Any]) -> Callable[..., Any]:
        """The method of the asynchronous API that gives the same as one of the blocking API, for ``async for``.

        It stays no coroutine function: nothing is awaited before the iteration begins.
        """

        @wraps(method)
        def call(self: Any, /, *args: Any, **options: Any) -> Any:
            return method(self, *args, **options)

        return call
