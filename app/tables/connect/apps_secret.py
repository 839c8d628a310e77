"""AppsSecret: a text that an app keeps, such as a credential of another service."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class AppsSecretScopeType(StrEnum):
    """The type of a secret's scope."""

    ACCOUNT = "account"
    """The secret is one for all users of the account."""
    USER = "user"
    """The secret is that of one user."""


class AppsSecretScope(Value):
    """The users that a secret is kept for. Each scope has names of its own."""

    type: AppsSecretScopeType = given()
    """Type of the scope."""
    user: str | None = given(None, min_length=1, max_length=255)
    """ID of the user; required for the type `user`, and null otherwise."""


class AppsSecret(Resource, table=True):
    """A secret text that an app keeps, such as a credential of another service. It is found by its name and scope."""

    __table_args__ = (
        Index("apps_secret_scope", "account_id", "livemode", "scope_key", postgresql_where="deleted_at IS NULL"),
    )

    object_name: ClassVar[str] = "apps.secret"
    path: ClassVar[str] = "/v1/apps/secrets/{id}"
    prefix: ClassVar[str] = "appsecret_"
    deletable: ClassVar[bool] = True
    # Its name and scope say which one was deleted. Of the text nothing remains.
    emptied: ClassVar[bool] = False
    in_real_time: ClassVar[bool] = True

    expires_at: datetime | None = given(None)
    """When the secret expires and is deleted; null if it does not expire."""
    name: str = given(min_length=1, max_length=5000)
    """Name of the secret, which is unique within its scope."""
    scope: AppsSecretScope = given()
    """Scope of the secret: the account, or one user."""

    scope_key: str = kept("", hidden=True)
    """The scope in one text."""
    sealed: str | None = kept(hidden=True)
    """The secret text, sealed with the server's key, in hexadecimal digits; null once it is deleted."""
