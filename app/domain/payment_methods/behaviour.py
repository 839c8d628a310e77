"""The behavior of a type of payment method: how one is created, changed, set up, and attached to a customer."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Protocol, runtime_checkable

from app.domain.merging import merge
from app.domain.payment_methods.setups import Details, Ready, SetupAnswer, SetupRequest
from app.domain.payment_methods.voucher import Voucher
from app.domain.tx import Tx
from app.network.behaviours import PLAIN
from app.tables.payment_methods.method_type import Empty, Face, MethodType, method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails, PaymentMethodType
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value


class Behaviour:
    """The default behavior of a type; a subclass with that `type` in a module of `types` overrides it."""

    type: ClassVar[MethodType | None] = None

    def __init__(self, type: MethodType) -> None:
        self._type = type

    def make(self, tx: Tx, params: Any, billing: BillingDetails) -> PaymentMethod:
        """A payment method of a caller's params: the details have the fields that were given.

        Raises InvalidRequest, or CardError, whose field begins with the type's name.
        """
        return self.made(like(self._type.faces[Face.METHOD], params))

    def made(self, details: Value | Empty, **columns: Any) -> PaymentMethod:
        """A payment method with these details of the type, which pays normally unless `behaviour` differs."""
        columns.setdefault("behaviour", PLAIN[self._type.flow])
        return PaymentMethod(
            type=PaymentMethodType(self._type.name),
            details=PaymentMethodDetails.of(self._type.name, details),
            **columns,
        )

    def named(self, tx: Tx, name: str) -> PaymentMethod | None:
        """A new payment method for a test name; None for any other name."""
        return None

    def changed(self, tx: Tx, details: Value, params: Value | Empty) -> Value:
        """The details, merged with a caller's changes. A face without fields changes nothing."""
        return details if not isinstance(params, Value) else merge(type(details), details, params)

    def attached(self, tx: Tx, method: PaymentMethod) -> None:
        """Verify the method before it is attached to a customer. Raises CardError on a decline."""

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        """Set the method up for later payments, as far as possible now."""
        return Ready(self.setup_details(method))

    def setup_details(self, method: PaymentMethod, **others: Any) -> Details:
        """What a setup attempt shows of the method, with `others` as far as it shows them; None for nothing."""
        face = self._type.faces.get(Face.SETUP_DETAILS)
        return None if face is None else like(face, method.details.branch(method.type), **others)

    def mandate_details(self, method: PaymentMethod, options: Value | None, *, url: str) -> Details:
        """What a mandate for the method shows, by the options of the payment or setup that creates the mandate, and
        the address of the mandate's page; None for a type without mandates. A type whose mandates show more than these
        options overrides this."""
        face = self._type.faces.get(Face.MANDATE)
        return None if face is None else like(face, getattr(options, "mandate_options", None) or {})

    def charged(self, method: PaymentMethod, options: Value | None) -> dict[str, Any]:
        """What the charge of a provider shows beyond the method's own fields, by the options of its payment."""
        return {}

    def must_accept(self, method: PaymentMethod, options: Value | None) -> None:
        """Raise InvalidRequest for a method that its bank is known to refuse, and for options of a payment or setup
        that are known to be wrong for it. A field of the options begins with `payment_method_options` and the type's
        name."""


@runtime_checkable
class IssuesVouchers(Protocol):
    """The behavior of a type whose flow is `VOUCHER`."""

    def voucher(self, tx: Tx, method: PaymentMethod, options: Value | None) -> Voucher:
        """The voucher that a customer receives."""


@runtime_checkable
class Generates(Protocol):
    """The behavior of a type that `generates` payment methods of another type."""

    def generated(self, tx: Tx, method: PaymentMethod, **source: str) -> PaymentMethod:
        """The payment method for later payments that a payment or a setup with this method generates. `source` has the
        `charge_id` or the `setup_attempt_id` that reported it."""


def like(kind: type[Value] | type[Empty], source: Value | Empty, **others: Any) -> Any:
    """A value of another class with the fields that both have, and those of `others` that it has."""
    if kind is Empty:
        return {}
    assert issubclass(kind, Value)
    shared = (source.__dict__ if isinstance(source, Value) else source) | others
    return kind(**{name: shared[name] for name in kind.__pydantic_fields__ if name in shared})


def named(tx: Tx, name: str) -> PaymentMethod | None:
    """A new payment method for a test name such as `pm_card_visa`, `tok_visa` or `pm_usBankAccount_success`.

    None for any other name, and for every name in live mode.
    """
    if tx.livemode:
        return None
    return next((made for each in method_types() if (made := behaviour_of(each).named(tx, name))), None)


@cache
def behaviour_of(name: str) -> Behaviour:
    """The behavior of the type with that name."""
    package = import_module(f"{__package__}.types")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    kind = method_types()[name]
    own = next((each for each in Behaviour.__subclasses__() if each.type and each.type.name == name), Behaviour)
    return own(kind)
