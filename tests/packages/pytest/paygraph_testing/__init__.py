"""paygraph in tests: a server for the run, and a sandbox for each test."""

from .sandbox import Clock, GraphQLErrors, Sandbox, UserErrors
from .server import NoServer, Server

__all__ = ["Clock", "GraphQLErrors", "NoServer", "Sandbox", "Server", "UserErrors"]
